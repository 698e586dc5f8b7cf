import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeKubeconfig } from '@/lib/embedded/kubernetes/kubeconfig';
import type { KubernetesObject, ObjectReader } from '@/lib/embedded/kubernetes/object-store';
import { startKubernetesServer } from '@/lib/embedded/kubernetes/server';
import { policyMesh } from '@/lib/embedded/mesh/random-policies';
import { expectOutcome, newTally, predict } from './what-if-pairs';

// The same as what-if-truth, by the way that people take: the stock kubectl, over HTTP, into the mesh's own cluster.

const PAIRS = 300;

const exec = promisify(execFile);
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'telltale-what-if-'));
});

afterAll(() => rm(home, { recursive: true, force: true }));

/**
 * Applies objects with kubectl. At one port it asks only once which kinds there are: the clusters behind it are alike.
 */
async function apply(objects: readonly KubernetesObject[]): Promise<void> {
  if (objects.length === 0) return;
  const file = path.join(home, 'objects.json');
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  const environment = {
    ...process.env,
    HOME: home,
    KUBECONFIG: path.join(home, 'config'),
    NO_PROXY: '127.0.0.1',
  };
  const { stdout } = await exec('kubectl', ['apply', '-f', file], { env: environment, timeout: 30_000 });
  expect(stdout.trim().split('\n')).toHaveLength(objects.length);
}

/** As they are, without what the cluster notes of them: kubectl leaves alone what it did not apply itself. */
function presentObjects(objects: ObjectReader, changed: readonly KubernetesObject[]): KubernetesObject[] {
  return changed.flatMap(({ kind, metadata: { namespace = '', name } }) => {
    const plural = `${kind.toLowerCase().replace(/y$/, 'ie')}s`;
    const found = objects.get(plural, name, { namespace });
    if (found === undefined) return [];
    const { labels = {}, annotations = {} } = found.metadata;
    return [{ ...found, metadata: { namespace, name, labels, annotations } }];
  });
}

const tally = newTally();

describe('what is told of applying something', () => {
  it(`is what comes of it, for ${PAIRS} pairs that are applied with kubectl`, async () => {
    let port = 0;
    for (const mesh of fc.sample(policyMesh, { numRuns: PAIRS, seed: 20_261_127 })) {
      const prediction = predict(mesh);
      const { store } = prediction.running;
      const server = await startKubernetesServer({ store, port });
      port = Number(new URL(server.url).port);
      try {
        await writeFile(path.join(home, 'config'), writeKubeconfig(server.url));
        await apply(presentObjects(store, mesh.documents));
        await apply(mesh.documents);
      } finally {
        await server.close();
      }
      expectOutcome(prediction, tally);
    }
    expect(tally.pairs).toBe(PAIRS);
    expect(tally.breaks).toBeGreaterThan(60);
    expect(tally.unaffected).toBeGreaterThan(180);
    expect(tally.broken).toBeGreaterThan(70);
  }, 600_000);
});
