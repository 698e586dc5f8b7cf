import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const now = Math.floor(Date.now() / 1000);

/** What is asked, and the code it is refused with. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['/api/graph?colour=red', 'unknown-parameter'],
  ['/api/graph?window=5m&window=1m', 'repeated-parameter'],
  [`/api/graph?window=${'9'.repeat(13_000)}`, 'parameter-too-long'],
  ['/api/graph?namespaces=nowhere', 'namespace-not-found'],
  ['/api/graph?namespaces=bookinfo,nowhere', 'namespace-not-found'],
  ['/api/graph?namespaces=', 'invalid-namespaces'],
  ['/api/graph?namespaces=Bookinfo', 'invalid-namespaces'],
  ['/api/graph?namespaces=bookinfo%22%7D', 'invalid-namespaces'],
  ['/api/graph?namespaces=..%2f..%2fetc', 'invalid-namespaces'],
  [
    `/api/graph?namespaces=${Array.from({ length: 501 }, (_, i) => `n${i}`).join(',')}`,
    'too-many-namespaces',
  ],
  ['/api/graph?level=galaxy', 'invalid-level'],
  ['/api/graph?level=', 'invalid-level'],
  ['/api/graph?serviceNodes=1', 'invalid-boolean'],
  ['/api/graph?idle=yes', 'invalid-boolean'],
  ['/api/graph?window=0m', 'window-out-of-range'],
  ['/api/graph?window=9999d', 'window-out-of-range'],
  ['/api/graph?window=soon', 'invalid-window'],
  ['/api/graph?window=5m%5D)%20or%20vector(1', 'invalid-window'],
  ['/api/graph?overview=1', 'invalid-boolean'],
  ['/api/graph?at=yesterday', 'invalid-time'],
  ['/api/graph?at=-5', 'invalid-time'],
  ['/api/graph?at=1e9', 'invalid-time'],
  [`/api/graph?at=${now + 86_400}`, 'time-in-future'],
  ['/api/history', 'invalid-part'],
  ['/api/history?node=a&edge=b', 'invalid-part'],
  ['/api/history?edge=nonsense', 'invalid-part'],
  ['/api/namespaces?x=1', 'unknown-parameter'],
  ['/api/status?x=1', 'unknown-parameter'],
];

for (const [index, [address, code]] of REFUSED.entries()) {
  test(`bad request ${index} is refused as ${code}`, async ({ request }) => {
    const answer = await request.get(address);
    expect(answer.status()).toBe(400);
    expect(answer.headers()['content-type']).toContain('application/problem+json');
    const problem = await answer.json();
    expect(problem).toMatchObject({ status: 400, code });
    expect(problem.detail.length).toBeGreaterThan(10);
    expect(fs.existsSync(path.resolve(import.meta.dirname, '../docs/errors', `${problem.code}.md`))).toBe(
      true,
    );
  });
}

test('methods that could change something are refused (S1)', async ({ request }) => {
  for (const address of ['/api/graph', '/api/history', '/api/namespaces', '/api/status', '/api/changes']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await request.fetch(address, { method });
      expect(answer.status(), `${method} ${address}`).toBe(405);
    }
  }
});

test('a refused request loses nothing: the next one answers', async ({ request }) => {
  await request.get('/api/graph?window=0m');
  expect((await request.get('/api/graph?namespaces=bookinfo')).status()).toBe(200);
});
