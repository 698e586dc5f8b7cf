import type { Labels } from '../kubernetes/field-reader';
import type { PeerAuthenticationView, PeerMode } from '../kubernetes/peer-authentication-view';
import { compareText } from '../mesh/compare-text';
import type { MtlsWorkload } from './mtls-workload';
import { isGoverned } from './pod-shape';
import { withChanged, type PolicyIndex } from './index-policies';
import { placeOf } from './policy-trail';
import { resolvePolicies } from './resolve-policies';

/** What is to become STRICT. */
export type StrictScope =
  | { readonly kind: 'mesh' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'workload'; readonly workload: MtlsWorkload }
  | { readonly kind: 'port'; readonly workload: MtlsWorkload; readonly port: number };

/** Policies to apply, that for the whole first, or why there are none. */
export interface StrictPolicies {
  readonly policies: readonly PeerAuthenticationView[];
  readonly reason?: string;
}

/** Labels that injection puts on pods: they are true of them and no way to choose them by. */
const INJECTED_LABELS: ReadonlySet<string> = new Set([
  'security.istio.io/tlsMode',
  'istio.io/rev',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'sidecar.istio.io/inject',
]);

/**
 * The policies that make a part of the mesh STRICT: one for the whole of it, and those that say less to something in it.
 * Where a policy counts already it is changed: a second one of the same level would be younger and have no effect.
 */
export function writeStrictPolicies(
  index: PolicyIndex,
  scope: StrictScope,
  governed: readonly MtlsWorkload[],
): StrictPolicies {
  switch (scope.kind) {
    case 'mesh':
      return withExceptions(index, forPlace(index, index.rootNamespace, index.mesh[0]), governed);
    case 'namespace': {
      const isRoot = scope.namespace === index.rootNamespace;
      const [existing] = isRoot ? index.mesh : index.ofNamespace(scope.namespace);
      return withExceptions(index, forPlace(index, scope.namespace, existing), governed);
    }
    case 'workload':
    case 'port':
      return forPods(index, scope.workload, scope.kind === 'port' ? scope.port : undefined);
  }
}

/** Changes whatever still decides less, level by level. */
function withExceptions(
  index: PolicyIndex,
  first: PeerAuthenticationView,
  governed: readonly MtlsWorkload[],
): StrictPolicies {
  const changed = new Map([[placeOf(first), first]]);
  for (;;) {
    const then = withChanged(index.all, [...changed.values()], index.rootNamespace);
    const less = governed
      .flatMap((workload) => findLess(then, workload))
      .filter((policy) => !changed.has(placeOf(policy)));
    if (less.length === 0) break;
    for (const policy of less) changed.set(placeOf(policy), makeStrict(policy));
  }
  const [whole, ...others] = [...changed.values()];
  const sorted = others.sort((a, b) => compareText(placeOf(a), placeOf(b)));
  return { policies: whole === undefined ? [] : [whole, ...sorted] };
}

/** Policies that make something of a workload less than STRICT. */
function findLess(index: PolicyIndex, { namespace, shapes }: MtlsWorkload): PeerAuthenticationView[] {
  return shapes.filter(isGoverned).flatMap(({ labels }) => {
    const { mode, decidedBy, ports } = resolvePolicies(index, { namespace, labels });
    const less = [{ mode, decidedBy }, ...ports.values()].filter((one) => one.mode !== 'STRICT');
    return less.flatMap(({ decidedBy: { kind, namespace: place, name } }) =>
      kind === 'PeerAuthentication'
        ? index.all.filter((one) => one.name === name && one.namespace === place)
        : [],
    );
  });
}

/** What says something says STRICT; what leaves a mode open goes on doing so. */
function makeStrict(policy: PeerAuthenticationView): PeerAuthenticationView {
  const strict = (mode: PeerMode): PeerMode => (mode === 'UNSET' ? 'UNSET' : 'STRICT');
  const modeByPort = new Map([...policy.modeByPort].map(([port, mode]) => [port, strict(mode)] as const));
  return { ...policy, mode: strict(policy.mode), modeByPort };
}

function forPlace(
  index: PolicyIndex,
  namespace: string,
  existing: PeerAuthenticationView | undefined,
): PeerAuthenticationView {
  if (existing !== undefined) return { ...existing, mode: 'STRICT', modeByPort: new Map() };
  return newPolicy(namespace, freeName(index, namespace, 'default'), {}, 'STRICT', new Map());
}

function forPods(index: PolicyIndex, workload: MtlsWorkload, port: number | undefined): StrictPolicies {
  const { namespace, name, shapes } = workload;
  if (namespace === index.rootNamespace) {
    const reason = `In the root namespace ${namespace} a policy cannot be for one workload.`;
    return { policies: [], reason };
  }
  const existing = shapes
    .map(({ labels }) => resolvePolicies(index, { namespace, labels }).workloadPolicy)
    .find((policy) => policy !== undefined);
  if (existing !== undefined) {
    const { modeByPort } = existing;
    // Exceptions are named, not left out: applying a part of an object leaves the rest of it as it was.
    const ports: ReadonlyMap<number, PeerMode> =
      port === undefined
        ? new Map([...modeByPort.keys()].map((one) => [one, 'STRICT']))
        : new Map([...modeByPort, [port, 'STRICT']]);
    const mode = port === undefined ? 'STRICT' : existing.mode;
    return { policies: [{ ...existing, mode, modeByPort: ports }] };
  }
  const selector = Object.fromEntries(
    Object.entries(workload.labels).filter(([label]) => !INJECTED_LABELS.has(label)),
  );
  if (Object.keys(selector).length === 0)
    return { policies: [], reason: 'Its pods have no labels by which a policy could select them.' };
  const ports: ReadonlyMap<number, PeerMode> = new Map(port === undefined ? [] : [[port, 'STRICT']]);
  const mode = port === undefined ? 'STRICT' : 'UNSET';
  const free = freeName(index, namespace, `${name.slice(0, 240)}-strict`);
  return { policies: [newPolicy(namespace, free, selector, mode, ports)] };
}

/** One that is made now is younger than all that are there. */
function newPolicy(
  namespace: string,
  name: string,
  selector: Labels,
  mode: PeerMode,
  modeByPort: ReadonlyMap<number, PeerMode>,
): PeerAuthenticationView {
  return { namespace, name, labels: {}, annotations: {}, selector, mode, modeByPort };
}

function freeName({ all }: PolicyIndex, namespace: string, wanted: string): string {
  const taken = new Set(all.filter((one) => one.namespace === namespace).map(({ name }) => name));
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${n}`;
  return name;
}
