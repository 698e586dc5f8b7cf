import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { startMesh, type RunningMesh } from '../demo/start-mesh';
import { shop } from '../worlds/shop/shop';
import { sendTraces, type TraceSender } from './send-traces';

// OTLP's JSON as its specification maps it: ids in hexadecimal, 64-bit numbers as texts, enums as numbers.
const traceId = z.string().regex(/^(?!0+$)[0-9a-f]{32}$/);
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/);
const fixed64 = z.string().regex(/^[1-9]\d{18}$/);
const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ boolValue: z.boolean() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  ]),
});
const requestSchema = z.strictObject({
  resourceSpans: z
    .array(
      z.strictObject({
        resource: z.strictObject({ attributes: z.array(attribute) }),
        scopeSpans: z.array(
          z.strictObject({
            scope: z.strictObject({}),
            spans: z
              .array(
                z.strictObject({
                  traceId,
                  spanId,
                  parentSpanId: spanId.optional(),
                  name: z.string().min(1),
                  kind: z.union([z.literal(2), z.literal(3)]),
                  startTimeUnixNano: fixed64,
                  endTimeUnixNano: fixed64,
                  attributes: z.array(attribute),
                  status: z.union([z.strictObject({}), z.strictObject({ code: z.literal(2) })]),
                }),
              )
              .min(1),
          }),
        ),
      }),
    )
    .min(1),
});
type Span = z.infer<typeof requestSchema>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

interface Receiver {
  readonly url: string;
  /** With the name of the service that made each. */
  readonly spans: (Span & { service: string })[];
  /** Statuses for the next requests; 200 for all others. */
  readonly statuses: number[];
  close(): Promise<void>;
}

async function startReceiver(port = 0): Promise<Receiver> {
  const spans: Receiver['spans'] = [];
  const statuses: number[] = [];
  const take = async (request: IncomingMessage): Promise<number> => {
    const text = await read(request);
    const status = statuses.shift() ?? 200;
    if (status !== 200) return status;
    expect(`${request.method} ${request.url}`).toBe('POST /v1/traces');
    expect(request.headers['content-type']).toBe('application/json');
    for (const { resource, scopeSpans } of requestSchema.parse(JSON.parse(text)).resourceSpans) {
      const name = resource.attributes.find(({ key }) => key === 'service.name')?.value;
      const service = z.object({ stringValue: z.string() }).parse(name).stringValue;
      spans.push(
        ...scopeSpans.flatMap((scope) => scope.spans).map((span) => Object.assign(span, { service })),
      );
    }
    return status;
  };
  const server: Server = createServer((request, response) => {
    take(request).then(
      (status) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'),
      // What it does not understand it refuses, which the sender tells.
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on a port.');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    statuses,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8');
}

const SETTLED = 20;
const idsOf = ({ spans }: Receiver) => new Set(spans.map((span) => span.traceId));

describe('traces sent by OTLP', () => {
  let mesh: RunningMesh;
  let sender: TraceSender | undefined;
  const receivers: Receiver[] = [];
  const said: string[] = [];

  beforeAll(async () => {
    mesh = await startMesh({ world: shop, historySeconds: 1_800 });
  });
  afterEach(async () => {
    await sender?.close();
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
    said.length = 0;
  });
  afterAll(() => mesh.close());

  const listen = async (port?: number) => {
    const receiver = await startReceiver(port);
    receivers.push(receiver);
    return receiver;
  };
  const send = (url: string, mostSeconds = 120) => {
    sender = sendTraces({
      source: mesh.traces,
      url,
      mostSeconds,
      everyMs: 100,
      nowMs: Date.now,
      say: (line) => said.push(line),
    });
  };
  /** Ids of requests that began in a span of time. */
  const trueIds = (from: number, to: number) =>
    [...mesh.traces.between(from, to)].map((trace) => trace.traceId).toSorted();
  const sentAll = (receiver: Receiver, from: number, to: number) => () =>
    expect(trueIds(from, to).filter((id) => !idsOf(receiver).has(id))).toEqual([]);

  it('are those of the world: all of them, whole, once, in the JSON of the specification', async () => {
    const receiver = await listen();
    const now = Date.now() / 1000;
    send(receiver.url);
    await vi.waitFor(sentAll(receiver, now - 118, now - SETTLED), 20_000);
    const ids = trueIds(now - 118, now - SETTLED);
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(receiver.spans.map((span) => span.traceId + span.spanId)).size).toBe(
      receiver.spans.length,
    );
    for (const id of ids) {
      const sent = receiver.spans.filter((span) => span.traceId === id);
      const spans = mesh.traces.get(id)?.spans ?? [];
      expect(sent.map((span) => span.spanId).toSorted()).toEqual(spans.map((span) => span.spanId).toSorted());
      for (const span of spans) {
        const told = sent.find((one) => one.spanId === span.spanId);
        expect(told).toMatchObject({
          service: span.service,
          name: span.operation,
          kind: span.kind === 'server' ? 2 : 3,
          status: span.tags['error'] === true ? { code: 2 } : {},
        });
        expect(told?.parentSpanId).toBe(span.parentId);
        expect(BigInt(told?.startTimeUnixNano ?? 0)).toBe(BigInt(span.startUs) * 1000n);
        expect(BigInt(told?.endTimeUnixNano ?? 0)).toBe(BigInt(span.startUs + span.durationUs) * 1000n);
        expect(told?.attributes).toContainEqual({
          key: 'node_id',
          value: { stringValue: span.tags['node_id'] },
        });
      }
    }
    expect(said).toEqual([]);
  });

  it('go on coming, each once, as they happen', async () => {
    const receiver = await listen();
    const now = Date.now() / 1000;
    send(receiver.url, 30);
    // What began eight seconds before is settled seven seconds later.
    await vi.waitFor(sentAll(receiver, now - 28, now - 8), 20_000);
    expect(new Set(receiver.spans.map((span) => span.traceId + span.spanId)).size).toBe(
      receiver.spans.length,
    );
  });

  it('wait for a receiver that is away, and say so once', async () => {
    const first = await listen();
    const port = Number(new URL(first.url).port);
    await first.close();
    const now = Date.now() / 1000;
    send(first.url);
    await vi.waitFor(() => expect(said).toHaveLength(1), 10_000);
    expect(said[0]).toContain('takes no traces: it cannot be reached. It is tried again.');
    const second = await listen(port);
    second.statuses.push(503, 429);
    await vi.waitFor(sentAll(second, now - 105, now - SETTLED), 30_000);
    expect(said.at(-1)).toBe(`${second.url}/v1/traces takes traces again.`);
    expect(said.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
  });

  it('are left out where they are refused, and do not stop what follows', async () => {
    const receiver = await listen();
    receiver.statuses.push(400);
    const now = Date.now() / 1000;
    send(receiver.url);
    await vi.waitFor(sentAll(receiver, now - 60, now - SETTLED), 20_000);
    expect(said[0]).toContain('refuses traces: it answers 400. They are left out.');
    expect(trueIds(now - 118, now - SETTLED).some((id) => !idsOf(receiver).has(id))).toBe(true);
  });

  it('end at once when the mesh ends, whatever the receiver does', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    send(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startedMs = Date.now();
    await sender?.close();
    expect(Date.now() - startedMs).toBeLessThan(1_000);
    server.closeAllConnections();
    server.close();
  });
});
