import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createPrometheusHandler } from './handler';
import type { PrometheusOptions } from './options';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServerOptions extends PrometheusOptions {
  readonly port?: number;
  readonly host?: string;
  /** Stands between the socket and the API, for instance to let it fail on purpose. */
  readonly wrap?: (handler: Handler) => Handler;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the embedded Prometheus on loopback, on a free port unless one is given. Rejects when it cannot listen. */
export async function startPrometheusServer(options: ServerOptions): Promise<RunningServer> {
  const handler = createPrometheusHandler(options);
  const server = createServer(options.wrap?.(handler) ?? handler);
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
