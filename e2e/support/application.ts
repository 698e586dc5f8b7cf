import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface Application {
  readonly url: string;
  /** Of the process that answers. */
  readonly pid: number;
  /** The most memory the process has ever held (Linux only). */
  peakMegabytes(): Promise<number>;
  close(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Starts the built application, as `npm start` does, against the given Prometheus and cluster. */
export async function startApplication(sources: {
  prometheusUrl?: string;
  kubeconfig?: string;
  scope?: string;
  /** The path below which it shall be. */
  basePath?: string;
  /** Further variables, as docs/configuration.md lists them. */
  environment?: Readonly<Record<string, string>>;
}): Promise<Application> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-app-'));
  const kubeconfigFile = path.join(folder, 'kubeconfig');
  if (sources.kubeconfig !== undefined) await fs.writeFile(kubeconfigFile, sources.kubeconfig);
  const port = Number(sources.environment?.['PORT'] ?? (await freePort()));
  const child = spawn(process.execPath, ['deploy/start.mjs'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOME: folder,
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      TELLTALE_LOG_LEVEL: 'silent',
      ...(sources.prometheusUrl === undefined ? {} : { TELLTALE_PROMETHEUS_URL: sources.prometheusUrl }),
      ...(sources.scope === undefined ? {} : { TELLTALE_PROMETHEUS_SCOPE: sources.scope }),
      ...(sources.kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfigFile }),
      ...(sources.basePath === undefined ? {} : { TELLTALE_BASE_PATH: sources.basePath }),
      ...sources.environment,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    child.kill('SIGKILL');
    await fs.rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}${sources.basePath ?? ''}/api/status`).catch(() => undefined);
    if (answer?.ok === true || answer?.status === 401)
      return { url, pid: child.pid ?? 0, close, peakMegabytes: () => readPeakMegabytes(child.pid) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  throw new Error('The application did not become ready.');
}

async function readPeakMegabytes(pid: number | undefined): Promise<number> {
  const status = await fs.readFile(`/proc/${pid ?? 'self'}/status`, 'utf8');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error('The system does not tell how much memory was used.');
  return Number(kilobytes) / 1024;
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}
