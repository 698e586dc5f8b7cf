import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createKubernetesHandler, type Handler, type KubernetesHandlerOptions } from './create-handler';

export interface KubernetesServerOptions extends KubernetesHandlerOptions {
  /** Default 127.0.0.1; the API refuses other than loopback host names in any case. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Serves https with this certificate and its key, both PEM: clients send tokens over nothing else. */
  tls?: { readonly cert: string; readonly key: string };
  /** Stands between the socket and the API, for instance to let it fail on purpose. */
  wrap?: (handler: Handler) => Handler;
}

export interface KubernetesServer {
  /** For instance `http://127.0.0.1:41753`. */
  readonly url: string;
  /** Ends running watches at once (`end`: as a clean end of stream, `reset`: as a broken connection). */
  cutConnections(how: 'end' | 'reset'): void;
  close(): Promise<void>;
}

/** Serves a store's objects on a loopback socket. Rejects when the port cannot be bound. */
export async function startKubernetesServer(options: KubernetesServerOptions): Promise<KubernetesServer> {
  const handler = createKubernetesHandler(options);
  const handle = options.wrap?.(handler) ?? handler;
  const open = new Set<ServerResponse>();
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    handle(request, response);
  };
  const server = options.tls === undefined ? createServer(listen) : createTlsServer(options.tls, listen);
  // Longer than clients keep idle connections, so that they close first.
  server.keepAliveTimeout = 120_000;
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The embedded Kubernetes API has no TCP address.');
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    cutConnections(how) {
      for (const response of open) {
        if (how === 'end') response.end();
        else response.destroy();
      }
    },
    close() {
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      });
    },
  };
}
