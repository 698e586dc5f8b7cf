import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Serves the build in this folder over HTTP, all of it through the edge (lib/server/edge), which starting the build publishes.
 * Next's own server is not used: it answers some requests before anybody could look at them. `give` ends the process with a sentence.
 */
export async function serveBuild(folder, { port, hostname, basePath, give }) {
  const readJson = (file) => JSON.parse(readFileSync(path.join(folder, '.next', file), 'utf8'));
  process.env.NODE_ENV = 'production';
  process.chdir(folder);
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(
    readJson('required-server-files.json').config,
  );
  const require = createRequire(path.join(folder, 'package.json'));
  require('next');
  const { getRequestHandlers } = require('next/dist/server/lib/start-server');
  // lib/server/edge/publish-edge.ts calls this while the build starts.
  const published = new Promise((resolve) => {
    globalThis[Symbol.for('telltale.edge')] = resolve;
  });
  const { requestHandler } = await getRequestHandlers({ dir: folder, port, hostname, isDev: false });
  const makeEdge = await published;
  const edge = makeEdge({
    routes: Object.values(readJson('app-path-routes-manifest.json')),
    files: readdirSync(path.join(folder, 'public')),
    staticFolder: path.join(folder, '.next/static'),
  });

  const server = http.createServer((request, response) => {
    edge.answer(request, response, requestHandler).catch((error) => {
      process.stderr.write(`${JSON.stringify({ level: 50, msg: 'A request failed', type: error?.name })}\n`);
      if (response.headersSent) return response.destroy();
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      return response.end('Something went wrong in Telltale.\n');
    });
  });
  const refuse = (socket) => (socket.writable ? socket.end(edge.rawRefusal()) : socket.destroy());
  server.on('clientError', (_error, socket) => refuse(socket));
  server.on('connect', (_request, socket) => refuse(socket));
  server.on('error', (error) =>
    give(
      `Telltale cannot listen on port ${port}: ${error.code === 'EADDRINUSE' ? 'it is in use' : error.code}.`,
    ),
  );
  server.listen(port, hostname, () => {
    const address = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
    // The others of these lines are pino's.
    const line = JSON.stringify({ level: 30, time: Date.now(), name: 'telltale', address, msg: 'Listening' });
    const isForPeople = process.env.TELLTALE_FINDINGS === 'table';
    if (isForPeople) process.stdout.write(`Telltale is at ${address}${basePath}\n`);
    else if (process.env.TELLTALE_LOG_LEVEL !== 'silent') process.stdout.write(`${line}\n`);
  });
}
