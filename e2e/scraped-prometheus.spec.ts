import { expect, test } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { startExpositionServer, type ExpositionServer } from '../lib/embedded/exposition/exposition-server';
import { scrapeConfiguration } from '../lib/embedded/exposition/scrape-configuration';
import { startScrapingPrometheus, type RealPrometheus } from '../lib/embedded/prometheus/real-prometheus';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';

const SCRAPE_SECONDS = 1;
const WINDOW_SECONDS = 60;
/** Both sides scrape at instants of their own: some events more or less in a window, and the load's waves. */
const TOLERANCE = 0.05;
const FEW_EVENTS = 4;
/** What the busiest byte counter adds for one event. */
const MOST_BYTES_AN_EVENT = 4_000;

let mesh: RunningMesh;
let exposition: ExpositionServer;
let scraping: RealPrometheus;
let overEmbedded: Application;
let overScraping: Application;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  mesh = await startMesh({ world: shop, historySeconds: 600, scrapeIntervalSeconds: SCRAPE_SECONDS });
  exposition = await startExpositionServer({
    source: mesh.source,
    nowMs: Date.now,
    scrapeIntervalSeconds: SCRAPE_SECONDS,
  });
  scraping = await startScrapingPrometheus(scrapeConfiguration(exposition.url, SCRAPE_SECONDS));
  [overEmbedded, overScraping] = await Promise.all([
    startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig }),
    startApplication({ prometheusUrl: scraping.url, kubeconfig: mesh.kubeconfig }),
  ]);
  await new Promise((resolve) => setTimeout(resolve, (WINDOW_SECONDS + 15) * 1000));
});

test.afterAll(async () => {
  await Promise.all([overEmbedded?.close(), overScraping?.close()]);
  await Promise.all([scraping?.close(), exposition?.close(), mesh?.close()]);
});

/** Codes and flags with more than a few events: a rare one may fall into one side's window only. */
function outcomes({ responses }: GraphAnswer['edges'][number]): string[] {
  return responses
    .filter(({ rate }) => rate * WINDOW_SECONDS > FEW_EVENTS)
    .map(({ code, flags }) => `${code} ${flags}`)
    .toSorted();
}

for (const level of ['service', 'workload', 'app', 'versionedApp']) {
  test(`a real Prometheus that scrapes the proxies gives the same ${level} graph`, async () => {
    const at = Math.floor(Date.now() / 1000) - 2;
    const ask = async (application: Application): Promise<GraphAnswer> => {
      const answer = await fetch(
        `${application.url}/api/graph?level=${level}&window=${WINDOW_SECONDS}s&at=${at}`,
      );
      expect(answer.status).toBe(200);
      return (await answer.json()) as GraphAnswer;
    };
    const [embedded, scraped] = await Promise.all([ask(overEmbedded), ask(overScraping)]);
    expect(scraped.nodes.map(({ id }) => id)).toEqual(embedded.nodes.map(({ id }) => id));
    expect(scraped.edges.map(({ id }) => id)).toEqual(embedded.edges.map(({ id }) => id));
    expect(scraped.edges.length).toBeGreaterThan(3);
    for (const [index, edge] of scraped.edges.entries()) {
      const twin = embedded.edges[index];
      const event = edge.protocol === 'tcp' ? MOST_BYTES_AN_EVENT : 1;
      const allowed = TOLERANCE * (twin?.rate ?? 0) + (FEW_EVENTS * event) / WINDOW_SECONDS;
      const difference = Math.abs(edge.rate - (twin?.rate ?? 0));
      expect(difference, `${edge.id}: ${edge.rate}, ${twin?.rate}`).toBeLessThan(allowed);
      expect(edge.reportedBy.chosen).toBe(twin?.reportedBy.chosen);
      expect(outcomes(edge)).toEqual(twin === undefined ? [] : outcomes(twin));
    }
  });
}
