import type { Label, Series, Teller } from './call-series';
import { scrape, type Sample, type Scrapes } from './scrapes';

/** Bytes of one request, about. */
const REQUEST_BYTES = 4_000_000;

/**
 * Writes samples into a Prometheus that takes remote writes (version 1 of the protocol: a protobuf message, in snappy's
 * block format). Many times as fast as text that promtool reads, since no label is written twice for a series.
 */
export async function writeRemotely(url: string, all: Iterable<Series>, scrapes: Scrapes): Promise<void> {
  const encode = createEncoder(scrapes);
  let [parts, bytes]: [Buffer[], number] = [[], 0];
  const flush = async (): Promise<void> => {
    await send(url, Buffer.concat(parts, bytes));
    [parts, bytes] = [[], 0];
  };
  for (const series of all) {
    const message = encodeField(1, encode(series));
    parts.push(message);
    bytes += message.length;
    if (bytes >= REQUEST_BYTES) await flush();
  }
  await flush();
}

/** Encodes one series after the other, what they have in common once. */
function createEncoder(scrapes: Scrapes): (series: Series) => Buffer {
  const common = new WeakMap<Teller, Buffer>();
  const own = new Map<string, Buffer>();
  const encodeTeller = (teller: Teller): Buffer => {
    const known = common.get(teller) ?? Buffer.concat(teller.labels.map(encodeLabel));
    common.set(teller, known);
    return known;
  };
  const encodeOwn = (metric: string, labels: readonly Label[]): Buffer => {
    const all: readonly Label[] = [['__name__', metric], ...labels];
    const key = all.join();
    const known = own.get(key) ?? Buffer.concat(all.map(encodeLabel));
    own.set(key, known);
    return known;
  };
  return (series) =>
    Buffer.concat([
      encodeOwn(series.metric, series.labels),
      encodeTeller(series.teller),
      encodeSamples(scrape(series, scrapes)),
    ]);
}

function encodeLabel([name, value]: Label): Buffer {
  return encodeField(
    1,
    Buffer.concat([encodeField(1, Buffer.from(name)), encodeField(2, Buffer.from(value))]),
  );
}

/** Each a message of a double and of milliseconds, whose number takes at most nine bytes. */
function encodeSamples(samples: readonly Sample[]): Buffer {
  const all = Buffer.allocUnsafe(samples.length * 21);
  let end = 0;
  for (const { value, atSeconds } of samples) {
    const start = end;
    end = all.writeDoubleLE(value, start + 3);
    all[end] = 2 << 3;
    end = writeVarint(all, atSeconds * 1_000, end + 1);
    all[start] = (2 << 3) | 2;
    all[start + 1] = end - start - 2;
    all[start + 2] = (1 << 3) | 1;
  }
  return all.subarray(0, end);
}

/** A field of protobuf that has a length. */
function encodeField(number: number, content: Buffer): Buffer {
  const head = Buffer.allocUnsafe(10);
  head[0] = (number << 3) | 2;
  return Buffer.concat([head.subarray(0, writeVarint(head, content.length, 1)), content]);
}

/** Returns where it ends. */
function writeVarint(into: Buffer, value: number, at: number): number {
  let [rest, end] = [value, at];
  for (; rest >= 128; rest = Math.floor(rest / 128)) {
    into[end] = (rest % 128) | 128;
    end += 1;
  }
  into[end] = rest;
  return end + 1;
}

/** A block of snappy that is one literal: what is sent over loopback need not be smaller. */
function encodeSnappy(content: Buffer): Buffer {
  const head = Buffer.allocUnsafe(14);
  const end = writeVarint(head, content.length, 0);
  head[end] = 63 << 2;
  head.writeUInt32LE(content.length - 1, end + 1);
  return Buffer.concat([head.subarray(0, end + 5), content]);
}

async function send(url: string, message: Buffer): Promise<void> {
  if (message.length === 0) return;
  const answer = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-encoding': 'snappy',
      'content-type': 'application/x-protobuf',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: new Uint8Array(encodeSnappy(message)),
  });
  if (!answer.ok) throw new Error(`Samples were refused with ${answer.status}: ${await answer.text()}`);
}
