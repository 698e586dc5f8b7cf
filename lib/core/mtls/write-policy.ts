import type { Labels } from '../kubernetes/field-reader';
import type { PeerAuthenticationView, PeerMode } from '../kubernetes/peer-authentication-view';
import type { MtlsWorkload } from './mtls-workload';
import type { PolicyIndex } from './policy-index';
import { resolvePolicies } from './resolve-policies';

/** What is to become STRICT. */
export type StrictScope =
  | { readonly kind: 'mesh' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'workload'; readonly workload: MtlsWorkload }
  | { readonly kind: 'port'; readonly workload: MtlsWorkload; readonly port: number };

/** A policy to apply, or why there is none. */
export type StrictPolicy =
  | { readonly policy: PeerAuthenticationView; readonly changesExisting: boolean }
  | { readonly policy: undefined; readonly reason: string };

/** Labels that injection puts on pods: they are true of them and no way to choose them by. */
const INJECTED_LABELS: ReadonlySet<string> = new Set([
  'security.istio.io/tlsMode',
  'istio.io/rev',
  'service.istio.io/canonical-name',
  'service.istio.io/canonical-revision',
  'sidecar.istio.io/inject',
]);

/**
 * The policy that makes a part of the mesh STRICT. Where a policy counts there already it is changed: a second one of
 * the same level would be younger and have no effect.
 */
export function writeStrictPolicy(index: PolicyIndex, scope: StrictScope): StrictPolicy {
  switch (scope.kind) {
    case 'mesh':
      return forPlace(index, index.rootNamespace, index.mesh[0]);
    case 'namespace':
      return scope.namespace === index.rootNamespace
        ? forPlace(index, index.rootNamespace, index.mesh[0])
        : forPlace(index, scope.namespace, index.ofNamespace(scope.namespace)[0]);
    case 'workload':
    case 'port':
      return forPods(index, scope.workload, scope.kind === 'port' ? scope.port : undefined);
  }
}

function forPlace(
  index: PolicyIndex,
  namespace: string,
  existing: PeerAuthenticationView | undefined,
): StrictPolicy {
  if (existing !== undefined)
    return { policy: { ...existing, mode: 'STRICT', modeByPort: new Map() }, changesExisting: true };
  const name = freeName(index, namespace, 'default');
  return { policy: newPolicy(namespace, name, {}, 'STRICT', new Map()), changesExisting: false };
}

function forPods(index: PolicyIndex, workload: MtlsWorkload, port: number | undefined): StrictPolicy {
  const { namespace, name, shapes } = workload;
  if (namespace === index.rootNamespace) {
    const reason = `In the root namespace ${namespace} a policy cannot be for one workload.`;
    return { policy: undefined, reason };
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
    return { policy: { ...existing, mode, modeByPort: ports }, changesExisting: true };
  }
  const selector = Object.fromEntries(
    Object.entries(workload.labels).filter(([label]) => !INJECTED_LABELS.has(label)),
  );
  if (Object.keys(selector).length === 0)
    return { policy: undefined, reason: 'Its pods have no labels by which a policy could select them.' };
  const ports: ReadonlyMap<number, PeerMode> = new Map(port === undefined ? [] : [[port, 'STRICT']]);
  const mode = port === undefined ? 'STRICT' : 'UNSET';
  const free = freeName(index, namespace, `${name.slice(0, 240)}-strict`);
  return { policy: newPolicy(namespace, free, selector, mode, ports), changesExisting: false };
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

/** The policy as YAML for `kubectl apply`. */
export function printPolicy(policy: PeerAuthenticationView, version = 'v1'): string {
  const { namespace = 'default', name, selector, mode, modeByPort } = policy;
  const labels = Object.entries(selector).sort();
  const ports = [...modeByPort].sort(([a], [b]) => a - b);
  return [
    `apiVersion: security.istio.io/${version}`,
    'kind: PeerAuthentication',
    'metadata:',
    `  name: ${quote(name)}`,
    `  namespace: ${quote(namespace)}`,
    'spec:',
    ...(labels.length === 0 ? [] : ['  selector:', '    matchLabels:']),
    ...labels.map(([label, value]) => `      ${quote(label)}: ${quote(value)}`),
    '  mtls:',
    `    mode: ${mode}`,
    ...(ports.length === 0 ? [] : ['  portLevelMtls:']),
    ...ports.flatMap(([port, own]) => [`    ${port}:`, `      mode: ${own}`]),
    '',
  ].join('\n');
}

/** Words that YAML takes for something else than a text, in whatever case. */
const NO_TEXT = /^(true|false|yes|no|on|off|y|n|null)$/i;

function quote(text: string): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(text) && !NO_TEXT.test(text);
  return isPlain ? text : JSON.stringify(text);
}
