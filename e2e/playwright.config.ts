import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './support/chromium';
import { DEMO_PORT, DEMO_PROMETHEUS_PORT, DEMO_KUBERNETES_PORT } from './support/ports';

/** The demo as a person starts it, only with faster scrapes: what changes in the mesh shows within seconds. */
const DEMO = [
  'npm run --silent demo --',
  `--world bookinfo --port ${DEMO_PORT} --scrape-interval 2`,
  `--prometheus-port ${DEMO_PROMETHEUS_PORT} --kubernetes-port ${DEMO_KUBERNETES_PORT}`,
].join(' ');

/** Those that look at the demo. They change it, too, so they come one after the other. */
const OF_THE_DEMO = [
  'bad-input',
  'browser-faults',
  'canvas',
  'csp',
  'export',
  'find',
  'graph',
  'keyboard',
  'routing',
  'split',
  'stability',
  'start',
  'strings',
  'time',
].map((name) => `${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  // Two lanes are faster, and one is surer of its times where others share the machine.
  workers: process.env['CI'] ? 1 : 2,
  projects: [
    { name: 'demo', testMatch: OF_THE_DEMO, workers: 1 },
    // All others start a mesh and an application of their own.
    { name: 'own', testMatch: '*.spec.ts', testIgnore: OF_THE_DEMO, workers: 1 },
  ],
  // Machines of continuous integration are shared: what passes at the second try is reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: process.env['CI'] === 'true',
  use: {
    baseURL: `http://localhost:${DEMO_PORT}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium(), args: CHROMIUM_FLAGS },
  },
  webServer: {
    command: DEMO,
    cwd: '..',
    url: `http://localhost:${DEMO_PORT}/api/status`,
    timeout: 240_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
