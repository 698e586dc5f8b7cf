import { createServer } from 'node:http';
import { createPrometheusHandler } from './handler';
import type { PrometheusOptions } from './options';

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the embedded Prometheus on loopback, on a free port unless one is given. Rejects when it cannot listen. */
export async function startPrometheusServer(
  options: PrometheusOptions & { readonly port?: number; readonly host?: string },
): Promise<RunningServer> {
  const server = createServer(createPrometheusHandler(options));
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
