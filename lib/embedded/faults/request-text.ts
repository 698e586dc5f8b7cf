import { IncomingMessage } from 'node:http';

/** What faults compare with a request. */
export interface RequestText {
  readonly path: string;
  /** Path, then every parameter of query string and form as `name=value`, decoded, one per line. */
  readonly words: string;
  readonly isWatch: boolean;
}

const LARGEST_BODY_BYTES = 8 * 1024 * 1024;

/** Reads a request's text. `form` is a form body that was read before. */
export function readRequestText(request: IncomingMessage, form = ''): RequestText {
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
  const path = decode(rawPath);
  const query = new URLSearchParams(rest.join('?'));
  const parameters = [...query, ...new URLSearchParams(form)].map(([name, value]) => `${name}=${value}`);
  const watch = query.get('watch');
  return {
    path,
    words: [path, ...parameters].join('\n'),
    isWatch: watch !== null && watch !== 'false' && watch !== '0',
  };
}

/** Reads a body and gives back a request that still has it. Rejects when the client goes away or sends too much. */
export async function peekBody(
  request: IncomingMessage,
): Promise<{ request: IncomingMessage; body: Buffer }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > LARGEST_BODY_BYTES) throw new Error('The request body is too large.');
    chunks.push(part);
  }
  const body = Buffer.concat(chunks);
  const again = new IncomingMessage(request.socket);
  again.method = request.method;
  again.url = request.url;
  again.headers = request.headers;
  again.httpVersion = request.httpVersion;
  again.complete = true;
  again.push(body);
  again.push(null);
  return { request: again, body };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
