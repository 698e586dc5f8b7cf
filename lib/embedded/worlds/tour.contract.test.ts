import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runControllers } from '../kubernetes/controllers';
import { writeKubeconfig } from '../kubernetes/kubeconfig';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import { startKubernetesServer, type KubernetesServer } from '../kubernetes/server';
import { shop } from './shop/shop';

let home: string;
let server: KubernetesServer;
let store: MemoryObjectStore;
let stopControllers: () => void;

/** Runs a line of the tour as a shell would; rejects with what it said when it fails. */
function runLine(line: string, input = ''): Promise<string> {
  const env = { ...process.env, HOME: home, KUBECONFIG: path.join(home, 'config'), NO_PROXY: '127.0.0.1' };
  return new Promise((resolve, reject) => {
    const child = execFile('sh', ['-c', line], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      if (error?.code === 127) reject(new Error('These tests need kubectl on the PATH.'));
      else if (error !== null) reject(new Error(`${line} failed: ${stderr}${stdout}`));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}

async function readCommands(): Promise<string[]> {
  const tour = await readFile(path.join(__dirname, 'README.md'), 'utf8');
  return [...tour.matchAll(/^\| `(kubectl [^`]+)` *\|/gm)].map((match) => match[1] ?? '');
}

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'telltale-tour-'));
  store = new MemoryObjectStore({ seed: 'shop' });
  stopControllers = runControllers(store, { seed: 'shop' });
  server = await startKubernetesServer({ store });
  await writeFile(path.join(home, 'config'), writeKubeconfig(server.url, { namespace: 'storefront' }));
});

afterEach(async () => {
  stopControllers();
  await server.close();
  await rm(home, { recursive: true, force: true });
});

describe('the shop under a stock kubectl', () => {
  it('takes every line that its tour says to try', async () => {
    store.seed(shop.objects(new Date()));
    const commands = await readCommands();
    expect(commands.length).toBeGreaterThanOrEqual(7);
    for (const command of commands) {
      const before = store.resourceVersion;
      await runLine(command);
      expect(store.resourceVersion).toBeGreaterThan(before);
    }
  });

  it('can be applied to an empty cluster', async () => {
    const items = shop.objects(new Date()).map(({ status: _status, ...object }) => ({
      ...object,
      metadata: Object.fromEntries(
        Object.entries(object.metadata).filter(([name]) => name !== 'creationTimestamp'),
      ),
    }));
    // Namespaces first: the others would be refused without them.
    const inOrder = items.toSorted(
      (left, right) => Number(right.kind === 'Namespace') - Number(left.kind === 'Namespace'),
    );
    const list = { apiVersion: 'v1', kind: 'List', items: inOrder };
    const said = await runLine('kubectl apply -f -', JSON.stringify(list));
    expect(said.trim().split('\n')).toHaveLength(items.length);
    const plurals = ['virtualservices', 'destinationrules', 'authorizationpolicies', 'httproutes'];
    for (const plural of plurals) expect(store.list(plural)).not.toEqual([]);
  });
});
