import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Player {
  readonly url: string;
  /** How many answers were played. */
  played(): number;
  close(): Promise<void>;
}

/** The answer to the question of this number, which counts from 0. */
export type Score = (round: number) => { readonly at: number };

/**
 * The application, whose answer to the live question at one path is played: another one each time it is asked. All else, also
 * the same path asked about one host only, is the application's.
 */
export async function playAnswers(target: string, path: string, score: Score): Promise<Player> {
  let round = 0;
  const server = http.createServer((incoming, outgoing) => {
    const asked = new URL(incoming.url ?? '/', target);
    if (asked.pathname !== path || asked.searchParams.has('host')) return passOn(target, incoming, outgoing);
    const body = JSON.stringify(score(round));
    round += 1;
    outgoing.writeHead(200, { 'content-type': 'application/json', etag: `"${round}"` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    played: () => round,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(target: string, incoming: http.IncomingMessage, outgoing: http.ServerResponse): void {
  const { host, hostname, port } = new URL(target);
  const { method, url, headers } = incoming;
  const onward = http.request(
    { hostname, port, method, path: url, headers: { ...headers, host } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
