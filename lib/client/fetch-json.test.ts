import * as z from 'zod';
import { describe, expect, it, vi } from 'vitest';
import { fetchJson, fetchTagged } from './fetch-json';
import { describeFailure, readWebAddress, RequestFailure } from './request-failure';

const schema = z.object({ name: z.string() });
const answerWith = (body: string, init?: ResponseInit) => async () => new Response(body, init);

async function failureOf(fetcher: typeof fetch): Promise<RequestFailure> {
  const error = await fetchJson(schema, '/api/x', { fetcher }).catch((thrown: unknown) => thrown);
  if (error instanceof RequestFailure) return error;
  throw new Error(`expected a RequestFailure, got ${String(error)}`);
}

const problem = {
  type: 'docs/errors/invalid-window.md',
  title: 'The request cannot be understood',
  status: 400,
  code: 'invalid-window',
  detail: 'window is a duration.',
  field: 'window',
};

describe('fetchJson', () => {
  it('gives the answer without fields that the contract does not name', async () => {
    const fetcher = answerWith('{"name":"a","more":1}');
    expect(await fetchJson(schema, '/api/x', { fetcher })).toEqual({ name: 'a' });
  });

  it('posts a body as JSON', async () => {
    const fetcher = vi.fn<typeof fetch>(answerWith('{"name":"a"}'));
    await fetchJson(schema, '/api/x', { fetcher, body: { documents: 'a: "b"' } });
    const [path, init] = fetcher.mock.calls[0] ?? [];
    expect([path, init?.method, init?.body]).toEqual(['/api/x', 'POST', '{"documents":"a: \\"b\\""}']);
    expect(new Headers(init?.headers).get('content-type')).toBe('application/json');
  });

  it('keeps the server’s own explanation of a refusal', async () => {
    const failure = await failureOf(
      answerWith(JSON.stringify(problem), { status: 400, headers: { 'retry-after': '7' } }),
    );
    expect(failure.kind).toBe('problem');
    expect(failure.details.retryAfterSeconds).toBe(7);
    expect(describeFailure(failure)).toMatchObject({
      code: 'invalid-window',
      docsPath: 'docs/errors/invalid-window.md',
      docsAddress: undefined,
      field: 'window',
    });
  });

  it.each([
    ['120', 120],
    ['Wed, 21 Oct 2099 07:28:00 GMT', (Date.UTC(2099, 9, 21, 7, 28) - Date.UTC(2099, 9, 21, 7, 26)) / 1_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
    ['2099', 2_099],
    ['soon', undefined],
    ['-1', undefined],
  ])('reads "%s" as the time to wait', async (text, seconds) => {
    vi.useFakeTimers({ now: Date.UTC(2099, 9, 21, 7, 26), toFake: ['Date'] });
    const failure = await failureOf(answerWith('busy', { status: 503, headers: { 'retry-after': text } }));
    expect(failure.details.retryAfterSeconds).toBe(seconds);
    vi.useRealTimers();
  });

  it('calls a login page with status 200 an unusable answer', async () => {
    const failure = await failureOf(answerWith('<html>Sign in</html>'));
    expect(failure.kind).toBe('badAnswer');
  });

  it('calls a refused connection a network failure', async () => {
    const failure = await failureOf(() => Promise.reject(new TypeError('failed to fetch')));
    expect([failure.kind, failure.details.status]).toEqual(['network', 0]);
  });

  it('calls a body that breaks off a network failure', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('reset')) });
    const failure = await failureOf(async () => new Response(body));
    expect(failure.kind).toBe('network');
  });

  it('passes an abort on as it came', async () => {
    const controller = new AbortController();
    controller.abort();
    const asked = fetchJson(schema, '/api/x', {
      signal: controller.signal,
      fetcher: () => Promise.reject(controller.signal.reason),
    });
    await expect(asked).rejects.toBe(controller.signal.reason);
  });
});

describe('readWebAddress', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    'about:blank',
    'x',
  ])('does not link %s', (text) => expect(readWebAddress(text)).toBeUndefined());
  it.each(['https://example.com/a', '/errors/a'])('links %s', (text) => {
    expect(readWebAddress(text)).toBe(text);
  });
});

describe('an answer with a tag', () => {
  const timed = z.object({ at: z.number(), nodes: z.array(z.string()) });

  it('is not sent again while nothing but its instant is new', async () => {
    const fetcher = vi.fn<typeof fetch>(
      answerWith('{"at":1,"nodes":["a"]}', { headers: { etag: 'W/"x"', 'telltale-at': '1' } }),
    );
    const first = await fetchTagged(timed, '/api/x', { fetcher, maxAgeSeconds: 14.6 });
    expect(first).toEqual({ answer: { at: 1, nodes: ['a'] }, etag: 'W/"x"' });
    fetcher.mockImplementation(
      async () => new Response(null, { status: 304, headers: { 'telltale-at': '7' } }),
    );
    const second = await fetchTagged(timed, '/api/x', { fetcher, maxAgeSeconds: 0, last: first });
    expect(second.answer.at).toBe(7);
    expect(second.answer.nodes).toBe(first.answer.nodes);
    const sent = fetcher.mock.calls.map(([, init]) => new Headers(init?.headers));
    expect(sent.map((headers) => headers.get('cache-control'))).toEqual(['max-age=14', 'max-age=0']);
    expect(sent.map((headers) => headers.get('telltale-at'))).toEqual([null, '1']);
    expect(sent.map((headers) => headers.get('if-none-match'))).toEqual([null, 'W/"x"']);
  });
});
