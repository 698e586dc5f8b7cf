import { writeKubeconfig } from '../../lib/embedded/kubernetes/kubeconfig';
import { MemoryObjectStore } from '../../lib/embedded/kubernetes/memory-store';
import { startKubernetesServer } from '../../lib/embedded/kubernetes/server';
import type { SignIn } from './with-mesh';

const GROUP = 'team';
const SECRET = 'a-secret-that-only-the-bench-and-its-application-know';

/** A cluster that knows who may see what. */
export interface Team extends SignIn {
  close(): Promise<void>;
}

/** Any number of people, signed in by a proxy, who may all see the same namespaces of a cluster and no others. */
export async function startTeam(namespaces: readonly string[], visible: readonly string[]): Promise<Team> {
  const store = new MemoryObjectStore({ now: Date.now, seed: GROUP });
  store.seed(namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
  const server = await startKubernetesServer({
    store,
    grants: [{ kind: 'Group', name: GROUP, namespaces: visible }],
  });
  return {
    kubeconfig: writeKubeconfig(server.url, { namespace: 'default' }),
    environment: { TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: SECRET },
    close: () => server.close(),
  };
}

/** How the proxy says who asks. */
export function memberHeaders(member: number): Readonly<Record<string, string>> {
  return {
    'x-forwarded-user': `member-${member}`,
    'x-forwarded-groups': GROUP,
    'x-telltale-proxy-secret': SECRET,
  };
}
