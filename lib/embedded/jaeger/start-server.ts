import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createJaegerHandler, type JaegerOptions } from './handler';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface JaegerServerOptions extends JaegerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Stands between the socket and the API, for instance to let it fail on purpose. */
  readonly wrap?: (handler: Handler) => Handler;
}

export interface RunningJaeger {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the embedded Jaeger on loopback. Rejects when it cannot listen. */
export async function startJaegerServer(options: JaegerServerOptions): Promise<RunningJaeger> {
  const handler = createJaegerHandler(options);
  const server = createServer(options.wrap?.(handler) ?? handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
