import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import https, { type RequestOptions } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runBinary } from './run-binary';

const READY_TIMEOUT_MS = 30_000;

/** A real Prometheus behind TLS and sign-in of its own. */
export interface SecuredWeb {
  /** The text of its web configuration file; paths in it are absolute. */
  readonly configuration: string;
  /** How to ask whether it is ready: authorities, certificates, headers. */
  readonly request: RequestOptions;
}

export interface RealPrometheus {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Loads OpenMetrics text into a real Prometheus of its own, on loopback and in a temporary directory, for tests.
 * Needs `prometheus` and `promtool` on PATH; rejects with a clear message when they are missing or refuse the data.
 */
export async function startRealPrometheus(
  openMetricsText: string | AsyncIterable<string>,
): Promise<RealPrometheus> {
  const directory = await mkdtemp(path.join(tmpdir(), 'real-prometheus-'));
  try {
    await loadSamples(directory, openMetricsText);
    return await startServer(directory, CONFIGURATION);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

const CONFIGURATION = 'global:\n  scrape_interval: 15s\n';

/** When recording rules are to have been evaluated, at the interval of each group. Unix seconds. */
export interface RecordedSpan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * The same, with what recording rules made of the samples. Each text is a file of rules; the rules of a later one may read
 * what those of an earlier one recorded, which rules of one file may not.
 */
export async function startRecordedPrometheus(
  openMetricsText: string | AsyncIterable<string>,
  ruleFiles: readonly string[],
  { fromSeconds, toSeconds }: RecordedSpan,
): Promise<RealPrometheus> {
  const directory = await mkdtemp(path.join(tmpdir(), 'real-prometheus-'));
  try {
    await loadSamples(directory, openMetricsText);
    const rules = path.join(directory, 'rules.yml');
    const span = [`--start=${fromSeconds}`, `--end=${toSeconds}`];
    for (const text of ruleFiles) {
      await writeFile(rules, text);
      const server = await startServer(directory, CONFIGURATION);
      const output = `--output-dir=${path.join(directory, 'data')}`;
      try {
        await runBinary('promtool', [
          ...['tsdb', 'create-blocks-from', 'rules', `--url=${server.url}`],
          ...[...span, output, rules],
        ]);
      } finally {
        await server.stop();
      }
    }
    return await startServer(directory, CONFIGURATION);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function loadSamples(
  directory: string,
  openMetricsText: string | AsyncIterable<string>,
): Promise<void> {
  const data = path.join(directory, 'data');
  await mkdir(data);
  const file = path.join(directory, 'samples.om');
  const text = typeof openMetricsText === 'string' ? [openMetricsText] : openMetricsText;
  await pipeline(Readable.from(text), createWriteStream(file));
  await runBinary('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data]);
  await rm(file);
}

/** Starts a real Prometheus that scrapes what its configuration (YAML) says, and takes remote writes. Needs `prometheus` on PATH. */
export async function startScrapingPrometheus(
  configuration: string,
  web?: SecuredWeb,
): Promise<RealPrometheus> {
  const directory = await mkdtemp(path.join(tmpdir(), 'real-prometheus-'));
  return startServer(directory, configuration, web);
}

interface RunningServer extends RealPrometheus {
  /** Ends it and keeps its data. */
  stop(): Promise<void>;
}

async function startServer(
  directory: string,
  configuration: string,
  web?: SecuredWeb,
): Promise<RunningServer> {
  const data = path.join(directory, 'data');
  const config = path.join(directory, 'prometheus.yml');
  await writeFile(config, configuration);
  const webConfig = path.join(directory, 'web.yml');
  if (web !== undefined) await writeFile(webConfig, web.configuration);
  const port = await findFreePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
      ...(web === undefined ? [] : [`--web.config.file=${webConfig}`]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = `${web === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const killOnExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killOnExit);
  const end = async (): Promise<void> => {
    process.off('exit', killOnExit);
    await stop(child);
  };
  const close = async (): Promise<void> => {
    await end();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(child, url, web?.request);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, stop: end, close };
}

async function waitUntilReady(
  child: ChildProcess,
  url: string,
  secured: RequestOptions | undefined,
): Promise<void> {
  let failure: string | undefined;
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2_000);
  });
  child.once('error', (error) => {
    failure = `prometheus does not start: ${error.message}; is it installed and on PATH?`;
  });
  child.once('exit', (code) => {
    failure = `prometheus ended with code ${code}: ${log}`;
  });
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    if (failure !== undefined) throw new Error(failure);
    if (await isReady(`${url}/-/ready`, secured)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`prometheus is not ready after ${READY_TIMEOUT_MS} ms: ${log}`);
}

async function isReady(url: string, secured: RequestOptions | undefined): Promise<boolean> {
  if (secured === undefined) {
    const response = await fetch(url).catch(() => undefined);
    await response?.text();
    return response?.ok === true;
  }
  return new Promise((resolve) => {
    const request = https.get(url, { ...secured, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port found');
  return address.port;
}
