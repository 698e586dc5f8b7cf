import type { Call, Party } from '../telemetry/traffic-sample';
import type { GraphLevel, NodeIdentity } from './mesh-graph';
import { isBlackHole, isPassthrough, serviceIdentity, unknownService } from './node-identity';

/** One arrow that a call contributes to, and with which part of its rate. */
export interface Hop {
  readonly source: NodeIdentity;
  readonly target: NodeIdentity;
  /** 0 to 1; below 1 only where a workload serves several services in a service graph. */
  readonly share: number;
  /** The end that is a service drawn between its callers and its workloads. */
  readonly injected?: 'source' | 'target';
}

/** Which services a workload serves, each with its share of the workload's inbound traffic. */
export type ServedServices = (call: Call) => readonly { identity: NodeIdentity; share: number }[];

export interface PlaceOptions {
  readonly level: GraphLevel;
  readonly serviceNodes: boolean;
  readonly servedBySource: ServedServices;
  /** The node of a party at that level, best the same one each time. */
  readonly identityOf: (party: Party) => NodeIdentity;
}

/** The arrows of one call at a level of detail; none when the graph's nodes are services and the call names none. */
export function placeCall(call: Call, options: PlaceOptions): readonly Hop[] {
  // Between two ends that may not be seen there is nothing to show.
  return hopsOf(call, options).filter(
    ({ source, target }) => source.kind !== 'hidden' || target.kind !== 'hidden',
  );
}

function hopsOf(call: Call, options: PlaceOptions): readonly Hop[] {
  const { level, serviceNodes, servedBySource, identityOf } = options;
  const service = serviceIdentity(call);
  const source = identityOf(call.source);
  const reached = hasParty(call) ? identityOf(call.destination) : undefined;

  if (level === 'service') {
    const target = service ?? (reached === undefined ? unknownService(call) : undefined);
    if (target === undefined) return [];
    const callers = servedBySource(call);
    if (callers.length === 0) return [{ source, target, share: 1 }];
    return callers.map(({ identity, share }) => ({ source: identity, target, share }));
  }
  if (reached === undefined) return [{ source, target: service ?? unknownService(call), share: 1 }];
  const between = serviceNodes && service !== undefined && isDrawnBetween(service);
  if (!between) return [{ source, target: reached, share: 1 }];
  return [
    { source, target: service, share: 1, injected: 'target' },
    { source: service, target: reached, share: 1, injected: 'source' },
  ];
}

function hasParty({ destination }: Call): boolean {
  return destination.workload !== undefined || destination.app !== undefined;
}

function isDrawnBetween(service: NodeIdentity): boolean {
  return service.kind !== 'hidden' && !isPassthrough(service.service) && !isBlackHole(service.service);
}
