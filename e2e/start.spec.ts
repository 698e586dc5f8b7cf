import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { writeKubeconfig } from '../lib/embedded/kubernetes/kubeconfig';
import { freePort } from './support/application';

/** Starts the built application and waits for its end; returns its exit code and the last line it said. */
async function startAndEnd(
  environment: Record<string, string>,
): Promise<{ code: number | null; lastLine: string }> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-start-'));
  const kubeconfig = path.join(home, 'kubeconfig');
  await fs.writeFile(kubeconfig, writeKubeconfig(`http://127.0.0.1:${await freePort()}`));
  const child = spawn(process.execPath, ['deploy/start.mjs'], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOME: home,
      PORT: String(await freePort()),
      ...environment,
      ...(environment['KUBECONFIG'] === 'unreachable' ? { KUBECONFIG: kubeconfig } : {}),
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  await fs.rm(home, { recursive: true, force: true });
  return { code, lastLine: said.trim().split('\n').at(-1) ?? '' };
}

const NOTHING_TO_SHOW = /nothing to show.*TELLTALE_PROMETHEUS_URL.*npm run demo/;

const REFUSED: readonly { title: string; environment: Record<string, string>; says: RegExp }[] = [
  { title: 'nothing is configured', environment: {}, says: NOTHING_TO_SHOW },
  {
    title: 'the only cluster cannot be reached',
    environment: { KUBECONFIG: 'unreachable' },
    says: NOTHING_TO_SHOW,
  },
  {
    title: 'the address of Prometheus is none',
    environment: { TELLTALE_PROMETHEUS_URL: 'ftp://secret@prometheus' },
    says: /cannot start: TELLTALE_PROMETHEUS_URL is not/,
  },
  {
    title: 'the scope cannot be read',
    environment: {
      TELLTALE_PROMETHEUS_URL: 'http://127.0.0.1:9',
      TELLTALE_PROMETHEUS_SCOPE: 'mesh_id=mesh1',
    },
    says: /cannot start: TELLTALE_PROMETHEUS_SCOPE/,
  },
  {
    title: 'the token file is not there',
    environment: {
      TELLTALE_PROMETHEUS_URL: 'http://127.0.0.1:9',
      TELLTALE_PROMETHEUS_TOKEN_FILE: '/nowhere',
    },
    says: /cannot start: TELLTALE_PROMETHEUS_TOKEN_FILE/,
  },
  {
    title: 'the path below which it shall be is none',
    environment: { TELLTALE_PROMETHEUS_URL: 'http://127.0.0.1:9', TELLTALE_BASE_PATH: 'a b' },
    says: /cannot start: TELLTALE_BASE_PATH is a path/,
  },
  {
    title: 'nothing can be written for that path',
    environment: {
      TELLTALE_PROMETHEUS_URL: 'http://127.0.0.1:9',
      TELLTALE_BASE_PATH: '/telltale',
      TMPDIR: '/nowhere',
    },
    says: /cannot start: TELLTALE_BASE_PATH needs a temporary folder.*ENOENT/,
  },
  {
    title: 'a name of it is none',
    environment: { TELLTALE_PROMETHEUS_URL: 'http://127.0.0.1:9', TELLTALE_HOSTS: 'https://a.example' },
    says: /cannot start: TELLTALE_HOSTS is a list/,
  },
];

for (const { title, environment, says } of REFUSED) {
  test(`the application ends with one sentence when ${title}`, async () => {
    const { code, lastLine } = await startAndEnd(environment);
    expect(code).toBe(1);
    expect(lastLine).toMatch(says);
    expect(lastLine).not.toContain('secret');
  });
}
