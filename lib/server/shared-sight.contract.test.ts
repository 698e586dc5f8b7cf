import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { noteRequestFacts } from './identity/request-facts';
import type { ServedRoutes } from './testing/serve-routes';
import { startRoutes, stopRoutes } from './testing/start-routes';

const SECRET = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hL';
/** Names and their groups: sellers may see the shop's front, and the auditor may see everything. */
const PEOPLE = { ann: 'sellers', ben: 'sellers', cid: 'senders', zoe: 'auditors' } as const;

let folder: string;
let mesh: RunningMesh;
let routes: ServedRoutes;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-sight-'));
  mesh = await startMesh({
    world: findWorld('shop')!,
    historySeconds: 900,
    grants: [
      { kind: 'Group', name: 'sellers', namespaces: ['storefront', 'payments'] },
      { kind: 'Group', name: 'senders', namespaces: ['fulfilment'] },
      { kind: 'Group', name: 'auditors', namespaces: 'all' },
    ],
  });
  fs.writeFileSync(path.join(folder, 'kubeconfig'), mesh.kubeconfig);
  noteRequestFacts();
  routes = await startRoutes({
    TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    TELLTALE_AUTH: 'header',
    TELLTALE_AUTH_PROXY_SECRET: SECRET,
  });
});

afterAll(async () => {
  await stopRoutes(routes);
  await mesh.close();
  fs.rmSync(folder, { recursive: true });
});

interface Told {
  readonly at: number;
  readonly nodes: readonly { readonly namespace?: string }[];
}

async function ask(name: keyof typeof PEOPLE): Promise<Told> {
  const answer = await fetch(`${routes.url}/api/graph?window=5m`, {
    headers: {
      'x-forwarded-user': name,
      'x-forwarded-groups': PEOPLE[name],
      'x-telltale-proxy-secret': SECRET,
      'cache-control': 'max-age=60',
    },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Told;
}

/** Longer than the same question to Prometheus has the same answer: from then on all that is as it was was not asked again. */
const QUERIES_ARE_SHARED_MS = 2_000;

describe('an answer that was made for somebody', () => {
  it('serves whoever may see the same namespaces, and nobody who may see others (S11)', async () => {
    const [ann, cid, zoe] = [await ask('ann'), await ask('cid'), await ask('zoe')];
    await new Promise((resolve) => setTimeout(resolve, QUERIES_ARE_SHARED_MS + 500));
    expect(await ask('ben')).toEqual(ann);
    const namespaces = [ann, cid, zoe].map(
      ({ nodes }) => new Set(nodes.flatMap(({ namespace }) => namespace ?? [])),
    );
    expect(namespaces.map((seen) => seen.has('payments'))).toEqual([true, false, true]);
    expect(namespaces.map((seen) => seen.has('fulfilment'))).toEqual([false, true, true]);
  });
});
