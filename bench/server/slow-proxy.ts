import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What went through a proxy since it was asked to forget. */
export interface Passed {
  readonly requests: number;
  /** Of answers, as they went over the wire. */
  readonly bytes: number;
  /** Time in which at least one request was under way. */
  readonly busyMs: number;
  /** Most requests at once. */
  readonly mostAtOnce: number;
}

export interface SlowProxy {
  readonly url: string;
  /** Where requests go. */
  target: string;
  /** Milliseconds by which each request is held back. */
  latencyMs: number;
  passed(): Passed;
  forget(): void;
  close(): Promise<void>;
}

/** A proxy on loopback that counts what passes to Prometheus, and holds it back as a distant one would. */
export async function startSlowProxy(target: string): Promise<SlowProxy> {
  const agent = new http.Agent({ keepAlive: true });
  let [requests, bytes, busyMs, mostAtOnce, underWay, busySinceMs] = [0, 0, 0, 0, 0, 0];
  const begin = (): void => {
    if (underWay === 0) busySinceMs = performance.now();
    underWay += 1;
    requests += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
  };
  const end = (): void => {
    underWay -= 1;
    if (underWay === 0) busyMs += performance.now() - busySinceMs;
  };
  const server = http.createServer((incoming, outgoing) => {
    begin();
    outgoing.once('close', end);
    const pass = (): void => {
      const { hostname, port } = new URL(proxy.target);
      const { method, url: path, headers } = incoming;
      const onward = http.request({ hostname, port, method, path, headers, agent }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.once('close', () => onward.destroy());
      incoming.pipe(onward);
    };
    if (proxy.latencyMs > 0) setTimeout(pass, proxy.latencyMs);
    else pass();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const proxy: SlowProxy = {
    url: `http://127.0.0.1:${address.port}`,
    target,
    latencyMs: 0,
    passed: () => ({ requests, bytes, busyMs, mostAtOnce }),
    forget() {
      [requests, bytes, busyMs, mostAtOnce] = [0, 0, 0, underWay];
      busySinceMs = performance.now();
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
