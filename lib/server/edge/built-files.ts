import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

/** Below this address are scripts and styles that Next built, so everybody may have them. */
export const BUILT = '/_next/static';

/** Answers with the file at `path`, or tells false and answers nothing when there is none. */
export type SendBuiltFile = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/**
 * Next would compress these files anew for each viewer, which takes longer than all else of a page. So they lie compressed beside
 * themselves (deploy/compress-static.mjs). Their names change with their content: browsers may keep them for good.
 *
 * @param folder the build's static files, all known from the start
 */
export function createSender(folder: string): SendBuiltFile {
  const send = sirv(folder, { brotli: true, gzip: true, etag: true, maxAge: 31_536_000, immutable: true });
  return (request, response, path) => {
    let isThere = true;
    const { url } = request;
    request.url = path.slice(BUILT.length);
    // Nobody reads scripts in parts, and a part that makes no sense would be an error.
    delete request.headers.range;
    send(request, response, () => {
      isThere = false;
    });
    if (!isThere) request.url = url;
    return isThere;
  };
}
