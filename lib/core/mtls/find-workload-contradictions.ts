import type { Contradiction } from './contradiction';
import type { WorkloadJudgement } from './judge-workload';
import type { Decider } from './mtls-mode';
import type { MtlsContext } from './mtls-context';
import type { MtlsWorkload } from './mtls-workload';
import { resolveNamespace } from './resolve-policies';

export interface WindowSpan {
  /** When the window begins, Unix seconds. */
  readonly startSeconds: number;
}

/** What does not fit together at one workload; DestinationRules are looked at by service. */
export function findWorkloadContradictions(
  context: MtlsContext,
  workload: MtlsWorkload,
  judged: WorkloadJudgement,
  window: WindowSpan,
): Contradiction[] {
  return [
    ...strictButPlaintext(context, workload, judged, window),
    ...permissiveThoughMutual(context, workload, judged),
    ...namespaceDisable(context, workload, judged),
    ...exceptions(context, workload, judged),
    ...missingProxies(context, workload),
  ];
}

function toObjects({ kind, namespace, name }: Decider): Contradiction['objects'] {
  return kind === 'PeerAuthentication' && namespace !== undefined && name !== undefined
    ? [{ kind, namespace, name }]
    : [];
}

function strictButPlaintext(
  { observed, facts }: MtlsContext,
  { namespace, name }: MtlsWorkload,
  { mode, decidedBy }: WorkloadJudgement,
  { startSeconds }: WindowSpan,
): Contradiction[] {
  const seen = observed?.ofWorkload(namespace, name);
  if (mode !== 'STRICT' || seen === undefined) return [];
  if (!(seen.requests.plaintext > 0 || seen.bytes.plaintext > 0)) return [];
  const policy = facts.policies.find(
    (one) => one.name === decidedBy.name && one.namespace === decidedBy.namespace,
  );
  const isYoung = Date.parse(policy?.createdAt ?? '') / 1000 > startSeconds;
  const why = isYoung
    ? 'The policy is younger than the window: what was seen may be from before it.'
    : 'The policy may have changed within the window, or the proxy has not heard of it.';
  return [
    {
      code: 'strictButPlaintext',
      weight: isYoung ? 'note' : 'problem',
      message: `It is STRICT, and plaintext was seen all the same. ${why}`,
      objects: toObjects(decidedBy),
    },
  ];
}

function permissiveThoughMutual(
  { observed }: MtlsContext,
  { namespace, name }: MtlsWorkload,
  { mode, decidedBy }: WorkloadJudgement,
): Contradiction[] {
  if (mode !== 'PERMISSIVE' || observed?.ofWorkload(namespace, name).state !== 'mutual') return [];
  const message = 'It still accepts plaintext, though all that was seen is mutual TLS.';
  return [{ code: 'permissiveThoughMutual', weight: 'advice', message, objects: toObjects(decidedBy) }];
}

/** Clients look at the namespace only, and do not prepare TLS where it is switched off. */
function namespaceDisable(
  { index }: MtlsContext,
  { namespace, shapes }: MtlsWorkload,
  { mode, decidedBy, ports }: WorkloadJudgement,
): Contradiction[] {
  const whole = resolveNamespace(index, namespace);
  if (whole.mode !== 'DISABLE' || !shapes.some(({ proxy }) => proxy === 'sidecar')) return [];
  const strict = [{ mode, decidedBy }, ...ports].filter((one) => one.mode === 'STRICT');
  if (strict.length === 0) return [];
  return [
    {
      code: 'namespaceDisableButStrict',
      weight: 'problem',
      message: `Mutual TLS is switched off for the namespace, so that clients send plaintext, which STRICT refuses. ${whole.decidedBy.reason}`,
      objects: distinct([whole.decidedBy, ...strict.map((one) => one.decidedBy)].flatMap(toObjects)),
    },
  ];
}

function exceptions(
  { index }: MtlsContext,
  { namespace, shapes }: MtlsWorkload,
  { mode, decidedBy, ports }: WorkloadJudgement,
): Contradiction[] {
  if (resolveNamespace(index, namespace).mode !== 'STRICT') return [];
  if (!shapes.some(({ proxy }) => proxy === 'sidecar' || proxy === 'ambient')) return [];
  const isLess = (one: string) => one === 'PERMISSIVE' || one === 'DISABLE';
  const lessPorts = ports.filter((port) => isLess(port.mode));
  if (!isLess(mode) && lessPorts.length === 0) return [];
  const where =
    isLess(mode) || lessPorts.length === ports.length
      ? 'it is'
      : `on port${lessPorts.length === 1 ? '' : 's'} ${lessPorts.map(({ targetPort }) => targetPort).join(', ')} it is`;
  const modes = [...new Set([...(isLess(mode) ? [mode] : []), ...lessPorts.map((port) => port.mode)])];
  return [
    {
      code: 'exceptionInStrict',
      weight: 'note',
      message: `The namespace is STRICT, and ${where} ${modes.join(' and ')}.`,
      objects: distinct([decidedBy, ...lessPorts.map((port) => port.decidedBy)].flatMap(toObjects)),
    },
  ];
}

function missingProxies({ facts }: MtlsContext, { namespace, name, shapes }: MtlsWorkload): Contradiction[] {
  const plane = facts.namespaces.get(namespace);
  if (plane === undefined || plane === 'none') return [];
  const running = shapes.filter(({ count }) => count > 0);
  const bare = running.filter(({ proxy, labels }) => proxy === 'none' && !refuses(labels));
  if (bare.length === 0) return [];
  const count = (all: typeof shapes) => all.reduce((sum, shape) => sum + shape.count, 0);
  const [some, all] = [count(bare), count(running)];
  const wish = plane === 'ambient' ? 'ambient mode' : 'sidecars';
  const lack = some < all ? `${some} of its ${all} pods have no proxy` : 'no pod of it has a proxy';
  const message = `The namespace asks for ${wish}, and ${lack}.`;
  return [
    { code: 'proxyMissing', weight: 'problem', message, objects: [{ kind: 'Workload', namespace, name }] },
  ];
}

function refuses(labels: Readonly<Record<string, string>>): boolean {
  return (
    (Object.hasOwn(labels, 'sidecar.istio.io/inject') && labels['sidecar.istio.io/inject'] === 'false') ||
    (Object.hasOwn(labels, 'istio.io/dataplane-mode') && labels['istio.io/dataplane-mode'] === 'none')
  );
}

function distinct(objects: Contradiction['objects']): Contradiction['objects'] {
  return [...new Map(objects.map((one) => [`${one.kind} ${one.namespace}/${one.name}`, one])).values()];
}
