import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { parseEnvelope, parseVector, parseVectorEntries } from './parse-answer';
import { parseEntries, readResult } from './read-result';

async function* inPieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function readAll(text: string, length: number) {
  const samples: unknown[] = [];
  const envelope = await readResult(inPieces(text, length), (entries) =>
    samples.push(...parseVectorEntries(parseEntries(entries)).samples),
  );
  return { samples: [...samples, ...parseVector(envelope.data).samples], warnings: envelope.warnings };
}

function answer(padding: string, count: number): string {
  const result = Array.from({ length: count }, (_none, i) => ({
    metric: { a: `${padding}${i}`, metric: ',{"metric":{"a":"[{' },
    value: [1, String(i)],
  }));
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, warnings: ['careful'] });
}

describe('an answer that is read while it comes in', () => {
  it('is the answer that is parsed whole, wherever its pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 500, max: 300_000 }),
        fc.integer({ min: 0, max: 9 }),
        async (length, count) => {
          const text = answer('x'.repeat(90_000), count);
          const whole = parseEnvelope(text);
          expect(await readAll(text, length)).toEqual({
            samples: parseVector(whole.data).samples,
            warnings: whole.warnings,
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('may be written with blanks', async () => {
    const text = JSON.stringify(JSON.parse(answer('x'.repeat(200_000), 4)), null, 2);
    expect((await readAll(text, 100_000)).samples).toHaveLength(4);
  });

  it('is left where nothing of it can be read, long before its end', async () => {
    let taken = 0;
    async function* endless() {
      yield Buffer.from('{"padding":"');
      for (; ; taken += 1) yield Buffer.alloc(1024 * 1024, 'x');
    }
    await expect(readResult(endless(), () => undefined)).rejects.toMatchObject({ kind: 'tooLarge' });
    expect(taken).toBeLessThan(10);
    const text = answer('x'.repeat(90_000), 200);
    expect(text.length).toBeGreaterThan(16 * 1024 * 1024);
    expect((await readAll(text, 500_000)).samples).toHaveLength(200);
  });

  it('is refused when it is cut off or broken in the middle', async () => {
    const text = answer('x'.repeat(200_000), 6);
    await expect(readAll(text.slice(0, -40), 100_000)).rejects.toBeInstanceOf(UpstreamError);
    await expect(readAll(text.replace('"x', 'x'), 100_000)).rejects.toBeInstanceOf(UpstreamError);
    await expect(readAll('', 10)).rejects.toMatchObject({ kind: 'empty' });
    await expect(readAll('<html>', 10)).rejects.toMatchObject({ kind: 'notJson' });
  });
});
