import http from 'node:http';
import path from 'node:path';
import { freePort, startApplication, type Application } from '../../e2e/support/application';

/** What a piece of work cost the process. */
export interface Cost {
  readonly cpuMs: number;
  /** The longest time that the event loop could do nothing else. */
  readonly stallMs: number;
  /** The most resident memory in the meantime. */
  readonly peakMiB: number;
  readonly rssMiB: number;
  readonly heapMiB: number;
}

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly wallMs: number;
  readonly bytes: number;
  readonly headers: http.IncomingHttpHeaders;
}

export interface MeasuredApplication extends Application {
  /** Asks once, compressed, over a connection that is kept. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  /** Starts to measure. */
  reset(): Promise<void>;
  cost(): Promise<Cost>;
  /** The cost now, after memory that nobody needs has been given back. */
  collect(): Promise<Cost>;
}

/** What the manifests give it. */
const MOST_HEAP_MIB = 400;

/** The built application with a probe inside, in the memory of the manifests. */
export async function startMeasured(
  sources: Parameters<typeof startApplication>[0],
): Promise<MeasuredApplication> {
  const port = await freePort();
  const probe = path.join(import.meta.dirname, 'probe.mjs');
  const application = await startApplication({
    ...sources,
    environment: {
      ...sources.environment,
      BENCH_PROBE_PORT: String(port),
      NODE_OPTIONS: `--expose-gc --max-old-space-size=${MOST_HEAP_MIB} --import=${probe}`,
    },
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
  const askProbe = async (what: string) =>
    JSON.parse((await get(`http://127.0.0.1:${port}${what}`, agent, {})).text) as Cost;
  return {
    ...application,
    async ask(where, headers = {}) {
      const startedMs = performance.now();
      const answer = await get(application.url + where, agent, { 'accept-encoding': 'gzip', ...headers });
      return { ...answer, wallMs: performance.now() - startedMs };
    },
    reset: async () => void (await askProbe('/reset')),
    cost: () => askProbe('/cost'),
    async collect() {
      await askProbe('/collect');
      return askProbe('/collect');
    },
    async close() {
      agent.destroy();
      await application.close();
    },
  };
}

function get(
  url: string,
  agent: http.Agent,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; bytes: number; text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const { headers } = response;
        resolve({ status: response.statusCode ?? 0, bytes: body.length, text: body.toString(), headers });
      });
    });
    request.on('error', reject);
  });
}
