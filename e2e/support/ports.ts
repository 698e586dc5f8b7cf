/** Ports of the demo that the browser tests run against; `TELLTALE_E2E_PORT` moves all three. */
export const DEMO_PORT = Number(process.env['TELLTALE_E2E_PORT'] ?? 3410);
export const DEMO_PROMETHEUS_PORT = DEMO_PORT + 1;
export const DEMO_KUBERNETES_PORT = DEMO_PORT + 2;
