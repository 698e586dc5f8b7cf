import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A Prometheus of its own on a loopback port, with data from an OpenMetrics text. */
export interface RealPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function explainMissing(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    throw new Error(
      'this test needs `prometheus` and `promtool` on PATH (Debian: apt-get install prometheus)',
    );
  }
  throw error;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with code ${child.exitCode}`);
    const ready = await fetch(`${url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('prometheus did not become ready');
}

/** @param openMetrics samples with timestamps, without the closing `# EOF`; empty for no data */
export async function startRealPrometheus(openMetrics: string): Promise<RealPrometheus> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-prometheus-'));
  const data = path.join(directory, 'data');
  if (openMetrics !== '') {
    const file = path.join(directory, 'metrics.txt');
    await writeFile(file, `${openMetrics}# EOF\n`);
    await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data]).catch(
      explainMissing,
    );
  }
  const config = path.join(directory, 'prometheus.yml');
  await writeFile(config, 'global: {}\n');
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([untilReady(url, child), failed]).catch(explainMissing);
  return {
    url,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
