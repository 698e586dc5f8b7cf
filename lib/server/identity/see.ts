import 'server-only';
import { createAccessReviewer, type AccessReviewer } from '@/lib/adapters/kubernetes/review-access';
import type { Warning } from '@/lib/contracts/source-status';
import { readName } from '@/lib/core/kubernetes/object-view';
import type { Visibility } from '@/lib/core/visibility/visibility';
import { maskPorts } from '@/lib/services/mask-ports';
import { isUpstreamFailure } from '@/lib/services/upstream-failure';
import { ConfigError } from '../environment';
import type { Runtime } from '../runtime';
import { identify } from './identify';
import type { Identity } from './identity';
import { VisibilitySource } from './visibility-source';

/** What one person may see: everything that an answer may be made of. */
export interface View {
  /** Undefined where nobody signs in. */
  readonly identity?: Identity;
  readonly visibility: Visibility;
  readonly runtime: Runtime;
  readonly warnings: readonly Warning[];
}

interface Asking {
  readonly reviewer: AccessReviewer;
  readonly source: VisibilitySource;
}

/** By the one runtime that a process has. */
const asking = new WeakMap<Runtime, Asking>();

/** What whoever sent a request may see; undefined where they are not signed in. */
export async function see(runtime: Runtime, headers: Headers): Promise<View | undefined> {
  const { identity: config } = runtime.config;
  if (config.mode === 'none') return { visibility: 'all', runtime, warnings: [] };
  const identity = await identify(headers, config);
  return identity === undefined ? undefined : seeAs(runtime, identity);
}

/** The same for somebody who is known; undefined where the API server does not accept their token. */
export async function seeAs(runtime: Runtime, identity: Identity): Promise<View | undefined> {
  const seen = await askVisibility(runtime)
    .source.of(identity.subject)
    .catch((error: unknown) => {
      if (isUpstreamFailure(error) && error.kind === 'unauthorized') return undefined;
      throw error;
    });
  if (seen === undefined) return undefined;
  const { visibility, unknown } = seen;
  return { identity, visibility, runtime: maskRuntime(runtime, visibility), warnings: warnOf(unknown) };
}

/** Who a token is of, in the API server's words; undefined where it does not tell. */
export async function nameOfToken(runtime: Runtime, token: string): Promise<string | undefined> {
  const user = await askVisibility(runtime)
    .reviewer.whoIs(token)
    .catch((error: unknown) => {
      if (isUpstreamFailure(error)) return undefined;
      throw error;
    });
  return user?.name;
}

function askVisibility(runtime: Runtime): Asking {
  const known = asking.get(runtime);
  if (known !== undefined) return known;
  const { access, ports, config } = runtime;
  if (access === undefined)
    throw new ConfigError('TELLTALE_AUTH needs a cluster: its API server is asked who may see what.');
  const reviewer = createAccessReviewer(access);
  const made = {
    reviewer,
    source: new VisibilitySource({
      reviewer,
      nowSeconds: ports.nowSeconds,
      namespaces: () => [
        ...new Set([
          ...(ports.cluster?.objects('namespaces') ?? []).flatMap((one) => readName(one) ?? []),
          ...config.kubernetes.namespaces,
        ]),
      ],
    }),
  };
  asking.set(runtime, made);
  return made;
}

/** What was found at the start names Services of namespaces that not everybody may see. */
function maskRuntime(runtime: Runtime, visibility: Visibility): Runtime {
  if (visibility === 'all') return runtime;
  return {
    ...runtime,
    ports: maskPorts(runtime.ports, visibility),
    findings: runtime.findings.map(({ source, state, version }) => ({
      source,
      state,
      ...(version === undefined ? {} : { version }),
    })),
  };
}

function warnOf(unknown: number): Warning[] {
  if (unknown === 0) return [];
  const message = `Whether you may see ${unknown === 1 ? 'a namespace' : `${unknown} namespaces`} could not be found out: the API server did not answer. Nothing of ${unknown === 1 ? 'it' : 'them'} is shown.`;
  return [{ code: 'visibility-unknown', message }];
}
