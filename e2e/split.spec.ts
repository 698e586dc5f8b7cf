import { expect, test } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';
import { patchReviews } from './support/patch-reviews';

test.afterEach(() => patchReviews(50, 50));

test('kubectl changes the weights of reviews: the page shows it at once, and the traffic follows', async ({
  page,
  request,
}) => {
  const graph: GraphAnswer = await (await request.get('/api/graph?namespaces=bookinfo&window=30s')).json();
  const reviews = graph.nodes.find(({ app, version }) => app === 'reviews' && version === 'v1');
  await page.goto(
    `/graph?namespaces=bookinfo&window=30s&refresh=5s&select=${encodeURIComponent(`node:${reviews?.id}`)}`,
  );
  const split = page.getByTestId('route-rule').filter({ hasText: 'everything' });
  const destination = (version: string) =>
    split.getByTestId('route-destination').filter({ hasText: version });
  await expect(destination('v1')).toContainText('50 %');

  await patchReviews(80, 20);
  const patchedMs = Date.now();
  await expect(destination('v1').getByTestId('declared-share')).toHaveText('80 %', { timeout: 5_000 });
  await expect(destination('v3').getByTestId('declared-share')).toHaveText('20 %');
  // Under two seconds on an idle machine; a busy one may take its time.
  expect(Date.now() - patchedMs).toBeLessThan(6_000);

  const shareOfV1 = async () => {
    const now: GraphAnswer = await (await request.get('/api/graph?namespaces=bookinfo&window=30s')).json();
    const rate = (version: string) =>
      now.edges.find(({ target }) => target.includes(`reviews-${version}`))?.rate ?? 0;
    return rate('v1') / (rate('v1') + rate('v3'));
  };
  await expect.poll(shareOfV1, { timeout: 50_000, intervals: [2_000] }).toBeGreaterThan(0.76);
  // The page follows by itself: the observed share beside the declared one.
  const observedOfV1 = async () =>
    Number.parseFloat((await destination('v1').getByTestId('observed-share').textContent()) ?? '');
  await expect.poll(observedOfV1, { timeout: 20_000, intervals: [1_000] }).toBeGreaterThan(76);
  expect(await observedOfV1()).toBeLessThan(84);
});
