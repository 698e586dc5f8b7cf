import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

const SERVER = '.next/standalone/.next/required-server-files.json';
const STAMP = '.next/telltale-build';
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'package-lock.json',
  'next.config.js',
  'tsconfig.json',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'deploy/base-path-mark.mjs',
  'deploy/prepare-standalone.mjs',
];
const PROGRESS_EVERY_MS = 5_000;

/** Builds the application when there is no build of the present sources. Rejects with the build's last words. */
export async function buildApplication(say: (line: string) => void): Promise<void> {
  const stamp = await hashSources();
  if ((await readText(STAMP)) === stamp && (await readText(SERVER)) !== undefined) return;
  say('Building the application (once, about a minute) …');
  const startedMs = Date.now();
  const progress = setInterval(() => {
    say(`  still building, ${Math.round((Date.now() - startedMs) / 1000)} s`);
  }, PROGRESS_EVERY_MS);
  try {
    await runBuild();
  } finally {
    clearInterval(progress);
  }
  await fs.writeFile(STAMP, stamp);
  say(`Built in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

function runBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'build'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed.\n${output}`));
    });
  });
}

/** A content hash of everything that goes into the build: times say nothing after a checkout. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesBelow(source)) hash.update(file).update(await fs.readFile(file));
  }
  return hash.digest('hex');
}

async function filesBelow(place: string): Promise<string[]> {
  const stat = await fs.stat(place).catch(() => undefined);
  if (stat === undefined) return [];
  if (stat.isFile()) return [place];
  const entries = await fs.readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function readText(file: string): Promise<string | undefined> {
  return fs.readFile(file, 'utf8').catch(() => undefined);
}
