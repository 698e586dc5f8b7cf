import { describe, expect, it } from 'vitest';
import { readBody } from './read-body';

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', {
    method: 'POST',
    body,
    headers,
    ...(body === null ? {} : { duplex: 'half' }),
  });

/** A body of which nobody knows the length, and how much of it was taken. */
function endless() {
  const taken = { chunks: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken.chunks += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  return { stream, taken };
}

describe('readBody', () => {
  it('reads a text, with letters of several bytes', async () => {
    expect(await readBody(post('größer ✓'), 1024)).toEqual({ ok: true, value: 'größer ✓' });
  });

  it('reads nothing from nothing', async () => {
    expect(await readBody(post(null), 1024)).toEqual({ ok: true, value: '' });
  });

  it('refuses what says that it is too long, without reading it', async () => {
    const { stream, taken } = endless();
    const outcome = await readBody(post(stream, { 'content-length': '5000' }), 1024);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'body-too-large' } });
    expect(taken.chunks).toBeLessThan(3);
  });

  it('stops reading where it becomes too long', async () => {
    const { stream, taken } = endless();
    const outcome = await readBody(post(stream), 10_240);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'body-too-large' } });
    expect(taken.chunks).toBeLessThan(15);
  });
});
