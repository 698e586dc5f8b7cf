import { createServer, type Server } from 'node:http';

export interface AddOnServers {
  readonly grafanaUrl: string;
  readonly istiodUrl: string;
  close(): Promise<void>;
}

/** What Grafana and istiod say of themselves, on loopback; nothing else of them is there. */
export async function startAddOnServers(): Promise<AddOnServers> {
  const grafana = await serve(
    '/api/health',
    'application/json',
    '{"commit":"0","database":"ok","version":"12.1.0"}',
  );
  const istiod = await serve('/version', 'text/plain', '1.30.0-demo-Clean');
  return {
    grafanaUrl: grafana.url,
    istiodUrl: istiod.url,
    async close() {
      await Promise.all([grafana.close(), istiod.close()]);
    },
  };
}

async function serve(path: string, type: string, body: string) {
  const server: Server = createServer((request, response) => {
    const found = request.url === path;
    response.writeHead(found ? 200 : 404, { 'content-type': type }).end(found ? body : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
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
