import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kept {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface Replay {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers as a server does that was asked the same before, and asks it otherwise: what only concerns whoever asks need not
 * wait until Prometheus has added up the same samples again. Its clock stands still.
 */
export async function replayAnswers(target: string): Promise<Replay> {
  const kept = new Map<string, Promise<Kept>>();
  const server = http.createServer((incoming, outgoing) => {
    void readAll(incoming)
      .then((body) => {
        const key = `${incoming.method} ${incoming.url} ${body.toString()}`;
        const answer = kept.get(key) ?? askOnward(target, incoming, body);
        kept.set(key, answer);
        return answer;
      })
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body))
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function askOnward(target: string, { method, url, headers }: http.IncomingMessage, body: Buffer) {
  return new Promise<Kept>((resolve, reject) => {
    const { hostname, port } = new URL(target);
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      const { 'transfer-encoding': _chunked, connection: _connection, ...told } = answer.headers;
      readAll(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 502, headers: told, body: read }),
        reject,
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });
}

async function readAll(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
