import 'server-only';
import { randomBytes } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';

/** What a route handler is not told of a request. */
export interface RequestFacts {
  /** The address at the other end of the connection. */
  readonly peer: string;
  /** Headers that came more than once, lower case. */
  readonly repeated: readonly string[];
}

const KEY = Symbol.for('telltale.request-facts');
type GlobalWithName = typeof globalThis & { [KEY]?: string };

/** A header that nobody outside can write: its name is drawn when the process starts. */
function headerName(): string {
  const home: GlobalWithName = globalThis;
  home[KEY] ??= `x-telltale-facts-${randomBytes(16).toString('hex')}`;
  return home[KEY];
}

/** Notes the facts of each request before anything else sees it; to be called once, before the server listens. */
export function noteRequestFacts(): void {
  diagnostics.subscribe('http.server.request.start', (message) => {
    const request =
      typeof message === 'object' && message !== null ? Reflect.get(message, 'request') : undefined;
    if (!(request instanceof IncomingMessage)) return;
    request.headers[headerName()] = JSON.stringify(factsOf(request));
  });
}

function factsOf({ socket, rawHeaders }: IncomingMessage): RequestFacts {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return { peer: (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, ''), repeated: [...repeated] };
}

/** Undefined where nobody noted them: then nothing that depends on them may be believed. */
export function readRequestFacts(headers: Headers): RequestFacts | undefined {
  const text = headers.get(headerName());
  if (text === null) return undefined;
  const facts: unknown = JSON.parse(text);
  if (typeof facts !== 'object' || facts === null) return undefined;
  const { peer, repeated } = facts as Partial<RequestFacts>;
  return typeof peer === 'string' && Array.isArray(repeated) ? { peer, repeated } : undefined;
}
