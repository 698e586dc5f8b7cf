import { ServerResponse } from 'node:http';
import type { OutgoingHttpHeader } from 'node:http';

/** What is done to a body on its way out. */
export interface BodyShape {
  /** Changes the whole body of a good answer. */
  readonly rewrite?: (body: Buffer) => Buffer;
  readonly cut?: 'end' | 'reset';
  /** One byte after this many milliseconds each. */
  readonly dripEveryMs?: number;
}

/** From now on whatever is written to the response takes this shape. The response's user notices nothing. */
export function shapeBody(response: ServerResponse, shape: BodyShape): void {
  const out =
    shape.dripEveryMs === undefined ? writeStraight(response) : writeSlowly(response, shape.dripEveryMs);
  if (shape.rewrite === undefined && shape.cut === undefined) {
    takeOver(
      response,
      (bytes) => out.write(bytes),
      () => out.end(),
    );
    return;
  }
  const parts: Buffer[] = [];
  const releaseHead = holdHead(response);
  takeOver(
    response,
    (bytes) => void parts.push(bytes),
    () => {
      let body: Buffer = Buffer.concat(parts);
      if (response.statusCode === 200 && shape.rewrite !== undefined) body = shape.rewrite(body);
      const half = body.subarray(0, Math.floor(body.length / 2));
      releaseHead();
      response.removeHeader('transfer-encoding');
      response.setHeader('content-length', shape.cut === 'end' ? half.length : body.length);
      if (shape.cut === undefined) out.write(body);
      else out.write(half);
      if (shape.cut === 'reset') out.breakOff();
      else out.end();
    },
  );
}

interface Out {
  write(bytes: Buffer): void;
  end(): void;
  /** Ends the connection in the middle of the body. */
  breakOff(): void;
}

/** Replaces `write` and `end` of this one response. */
function takeOver(response: ServerResponse, write: (bytes: Buffer) => void, end: () => void): void {
  let ended = false;
  response.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
    write(toBytes(chunk, encoding));
    callBack(encoding, callback);
    return true;
  };
  response.end = (chunk?: unknown, encoding?: unknown, callback?: unknown): ServerResponse => {
    if (ended) return response;
    ended = true;
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') write(toBytes(chunk, encoding));
    callBack(chunk, encoding, callback);
    end();
    return response;
  };
}

/** Keeps status and headers changeable until what it returns is called. */
function holdHead(response: ServerResponse): () => void {
  response.flushHeaders = () => undefined;
  response.writeHead = (status: number, first?: unknown, second?: unknown): ServerResponse => {
    response.statusCode = status;
    const headers: unknown = typeof first === 'string' ? second : first;
    if (typeof headers === 'object' && headers !== null) {
      for (const [name, value] of Object.entries(headers)) {
        if (isHeader(value)) response.setHeader(name, value);
      }
    }
    return response;
  };
  // Sending a body calls `writeHead` by itself: the response must have its own again.
  return () => {
    Reflect.deleteProperty(response, 'writeHead');
    Reflect.deleteProperty(response, 'flushHeaders');
  };
}

function isHeader(value: unknown): value is OutgoingHttpHeader {
  return typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
}

function writeStraight(response: ServerResponse): Out {
  return {
    write: (bytes) => void rawWrite(response, bytes),
    end: () => rawEnd(response),
    breakOff: () => rawWrite(response, Buffer.alloc(0), () => response.destroy()),
  };
}

function writeSlowly(response: ServerResponse, everyMs: number): Out {
  const waiting: Buffer[] = [];
  let after: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      if (after === undefined) return;
      clearInterval(timer);
      return after();
    }
    rawWrite(response, next.subarray(0, 1));
    if (next.length > 1) waiting[0] = next.subarray(1);
    else waiting.shift();
  };
  const start = (): void => {
    if (timer !== undefined) return;
    ServerResponse.prototype.flushHeaders.call(response);
    timer = setInterval(tick, everyMs);
  };
  response.once('close', () => clearInterval(timer));
  return {
    write(bytes) {
      start();
      if (bytes.length > 0) waiting.push(bytes);
    },
    end() {
      start();
      after = () => rawEnd(response);
    },
    breakOff() {
      start();
      after = () => response.destroy();
    },
  };
}

function rawWrite(response: ServerResponse, bytes: Buffer, done?: () => void): void {
  if (response.destroyed) return;
  // The prototype's own method: the response's was replaced. Bytes have no encoding, the signature wants one.
  ServerResponse.prototype.write.call(response, bytes, 'utf8', done);
}

function rawEnd(response: ServerResponse): void {
  if (!response.destroyed) ServerResponse.prototype.end.call(response, Buffer.alloc(0), 'utf8');
}

function toBytes(chunk: unknown, encoding: unknown): Buffer {
  if (chunk instanceof Uint8Array) return Buffer.from(chunk);
  return Buffer.from(
    String(chunk),
    typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8',
  );
}

function callBack(...candidates: readonly unknown[]): void {
  const callback = candidates.find((one) => typeof one === 'function');
  if (callback !== undefined) process.nextTick(callback);
}
