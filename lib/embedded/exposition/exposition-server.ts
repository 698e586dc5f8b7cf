import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SeriesSource } from '../promql/series-source';
import { readInstances, readSamples, type Instance } from './read-instances';
import { writeExposition } from './write-exposition';

export interface ExpositionOptions {
  readonly source: SeriesSource;
  readonly nowMs: () => number;
  readonly scrapeIntervalSeconds: number;
  /** 0 or absent: any free port. */
  readonly port?: number;
}

export interface ExpositionServer {
  readonly url: string;
  close(): Promise<void>;
}

const METRICS_PATH = /^\/proxies\/([^/]+)\/metrics$/;

/**
 * Serves what each proxy exports at `/proxies/<instance>/metrics`, and at `/targets` where a Prometheus finds them
 * (`http_sd_configs`). Rejects when the port is taken.
 */
export async function startExpositionServer(options: ExpositionOptions): Promise<ExpositionServer> {
  const server = createServer((request, response) => answer(options, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(options: ExpositionOptions, request: IncomingMessage, response: ServerResponse): void {
  const { source, nowMs, scrapeIntervalSeconds } = options;
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const instances = readInstances(source, nowMs(), scrapeIntervalSeconds * 1000);
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'Only GET is served here.\n');
  if (pathname === '/targets') {
    const targets = instances.map((instance) => toTarget(instance, request.headers.host ?? ''));
    return send(response, 200, 'application/json', JSON.stringify(targets));
  }
  const name = decodeName(METRICS_PATH.exec(pathname)?.[1]);
  const instance = instances.find((candidate) => candidate.name === name);
  if (instance === undefined) {
    return send(response, 404, 'text/plain', 'Here are /targets and /proxies/<instance>/metrics.\n');
  }
  const samples = readSamples(source, instance, nowMs(), scrapeIntervalSeconds * 1000);
  return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', writeExposition(samples));
}

/** One entry of Prometheus' HTTP service discovery. */
function toTarget({ name, scrapeLabels }: Instance, host: string) {
  const { job: _job, ...labels } = scrapeLabels;
  return {
    targets: [host],
    // Prometheus escapes the path itself.
    labels: { ...labels, __metrics_path__: `/proxies/${name}/metrics` },
  };
}

function decodeName(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(body);
}
