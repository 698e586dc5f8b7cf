import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { FaultError } from './fault-fields';
import type { FaultSwitches } from './fault-switches';
import { parseFaultsJson } from './parse-faults';

export interface FaultControl {
  /** Where `/faults` is. */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const LARGEST_BODY_BYTES = 256 * 1024;

/**
 * Serves `GET`, `PUT` and `DELETE /faults` on loopback. Web pages are refused: whoever carries an Origin, and whoever
 * calls this server by a name that merely resolves to loopback. Rejects when the port is taken; 0 is any free one.
 */
export async function startFaultControl(switches: FaultSwitches, port: number): Promise<FaultControl> {
  const server = createServer((request, response) => {
    handle(switches, request, response).catch((error: unknown) => {
      if (error instanceof FaultError) return sendJson(response, 400, { error: error.message });
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}/faults`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  switches: FaultSwitches,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refuse(request);
  if (refusal !== undefined) return sendJson(response, 403, { error: refusal });
  if ((request.url ?? '').split('?')[0] !== '/faults')
    return sendJson(response, 404, { error: 'There is only /faults.' });
  switch (request.method) {
    case 'GET':
      return sendJson(response, 200, { faults: switches.list() });
    case 'PUT':
      switches.set(parseFaultsJson(await readText(request)));
      return sendJson(response, 200, { faults: switches.list() });
    case 'DELETE':
      switches.clear();
      return sendJson(response, 200, { faults: [] });
    default:
      response.setHeader('allow', 'GET, PUT, DELETE');
      return sendJson(response, 405, { error: 'Only GET, PUT and DELETE are served.' });
  }
}

function refuse({ headers }: IncomingMessage): string | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (!LOOPBACK_NAMES.has(host)) return 'Faults are only switched through a loopback name.';
  return headers.origin === undefined ? undefined : 'Faults are not switched by web pages.';
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > LARGEST_BODY_BYTES) throw new FaultError('This list of faults is too long.');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (!response.req.complete) response.setHeader('connection', 'close');
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(`${JSON.stringify(body)}\n`);
}
