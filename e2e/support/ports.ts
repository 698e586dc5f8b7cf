/** Fixed ports of the demo that the browser tests run against. */
export const DEMO_PORT = 3410;
export const DEMO_PROMETHEUS_PORT = 3411;
export const DEMO_KUBERNETES_PORT = 3412;
