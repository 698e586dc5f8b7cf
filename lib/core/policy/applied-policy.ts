import { compareAge, type Aged } from '../mesh/compare-age';

/** Kinds that say something about calls. */
export type AppliedKind =
  | 'PeerAuthentication'
  | 'AuthorizationPolicy'
  | 'RequestAuthentication'
  | 'DestinationRule'
  | 'VirtualService'
  | 'HTTPRoute'
  | 'GRPCRoute'
  | 'TCPRoute'
  | 'TLSRoute'
  | 'Gateway'
  | 'KubernetesGateway'
  | 'ReferenceGrant'
  | 'ServiceEntry'
  | 'Sidecar'
  | 'Telemetry'
  | 'EnvoyFilter'
  | 'WasmPlugin';

/** What becomes of an object. */
export type AppliedEffect =
  /** It counts. */
  | 'applies'
  /** It counts in part, or otherwise than it reads. */
  | 'partly'
  /** Evaluated, recorded, and not enforced. */
  | 'dryRun'
  /** It would count, and another goes before it. */
  | 'shadowed'
  /** It is for it, and nobody there obeys it. */
  | 'noEffect'
  | 'malformed';

/** An object of configuration that is for something, and what becomes of it. */
export interface AppliedPolicy {
  readonly kind: AppliedKind;
  readonly namespace: string;
  readonly name: string;
  /** What it is about: what is let in, what is sent there, what is sent from there, or the proxy itself. */
  readonly about: 'inbound' | 'callers' | 'outbound' | 'proxy';
  /** Why it is for it. */
  readonly by: 'mesh' | 'namespace' | 'workload' | 'target' | 'host' | 'gateway' | 'route';
  /** Who obeys it: for instance `sidecar`, `ztunnel`, `waypoint shop/way`. */
  readonly enforcer: string;
  /** Its place among those of its kind, from 1. */
  readonly order: number;
  readonly effect: AppliedEffect;
  /** In a few words. */
  readonly says: string;
  /** A sentence. */
  readonly reason: string;
}

export type Unordered = Omit<AppliedPolicy, 'order'>;

/** Gives each its place, in the order in which they are given. */
export function inOrder(all: readonly Unordered[]): AppliedPolicy[] {
  return all.map((one, index) => ({ ...one, order: index + 1 }));
}

/** What names an object among others. */
export function nameOf({ namespace = 'default', name }: Aged): { namespace: string; name: string } {
  return { namespace, name };
}

export function byAge<T extends Aged>(all: readonly T[]): T[] {
  return [...all].sort(compareAge);
}

export function listSome(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
