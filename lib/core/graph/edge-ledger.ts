import { compareText } from '../mesh/compare-text';
import { rememberOf } from '../mesh/remember-of';
import { sortInSteps, type Steps } from '../steps/steps';
import { countsTowardsRate } from '../telemetry/rate-unit';
import type {
  CallSumSample,
  LatencyHistogram,
  Protocol,
  Security,
  TrafficSample,
} from '../telemetry/traffic-sample';
import { addUpBuckets, addUpSums } from './add-up-details';
import { addChosen, addCount, addReported, emptyEntry, type EdgeEntry } from './edge-entry';
import { joinEdgeId } from './edge-id';
import type { Carrier } from './fold-legs';
import type { GraphEdge, NodeIdentity } from './mesh-graph';
import { nodeId } from './node-identity';
import type { Hop } from './place-call';
import { printEdge } from './print-edge';

/** What a report counts for, beside its own reporter's sum. */
export interface ReportRole {
  /** Its numbers are the arrow's. */
  readonly isChosen: boolean;
  /** The side it speaks for, where both sides report the call. */
  readonly side?: 'client' | 'server';
  /** How it shares out among the ways of protection; undefined when it is not asked. */
  readonly security?: Readonly<Record<Security, number>>;
  /** Waypoints the call passed. */
  readonly via: readonly string[];
  /** The connections below the call. */
  readonly carrier?: Carrier;
}

const EDGES_AT_A_STRETCH = 100;

/** Adds up reports into arrows. Rates of different reporters stay apart; only the chosen one's become the arrow's. */
export class EdgeLedger {
  readonly #entries = new Map<string, EdgeEntry>();
  /** The calls that share a hop find its arrow without its name. */
  readonly #byHop = new Map<Hop, EdgeEntry>();
  readonly #injected = new Set<string>();
  /** Calls of one party share its node. */
  readonly #idOf = rememberOf(nodeId);

  addTraffic(hop: Hop, sample: TrafficSample, role: ReportRole): void {
    const entry = this.#entry(hop, sample.protocol);
    const rate = sample.perSecond * hop.share;
    addReported(entry, sample, rate);
    if (role.side !== undefined) addCount(entry[role.side], sample, rate);
    if (sample.source.principal !== undefined) entry.sourcePrincipals.add(sample.source.principal);
    if (sample.destination.principal !== undefined)
      entry.destinationPrincipals.add(sample.destination.principal);
    for (const principal of role.carrier?.sourcePrincipals ?? []) entry.sourcePrincipals.add(principal);
    for (const principal of role.carrier?.destinationPrincipals ?? [])
      entry.destinationPrincipals.add(principal);
    for (const waypoint of role.via) entry.via.add(waypoint);
    if (role.security !== undefined && countsTowardsRate(sample.measure)) {
      for (const way of ['mutual', 'plaintext', 'unknown'] as const)
        entry.security[way] += rate * role.security[way];
    }
    if (role.isChosen) addChosen(entry, sample, rate);
  }

  addHistogram(hop: Hop, histogram: LatencyHistogram): void {
    this.#known(hop, histogram.protocol)?.histograms.push({ share: hop.share, sample: histogram });
  }

  addSum(hop: Hop, sum: CallSumSample): void {
    this.#known(hop, sum.protocol)?.sums.push({ share: hop.share, sample: sum });
  }

  /** Ids of services that stand between callers and workloads. */
  get injectedServices(): ReadonlySet<string> {
    return this.#injected;
  }

  /** Both ends of every arrow, by id. */
  identities(): Map<string, NodeIdentity> {
    const identities = new Map<string, NodeIdentity>();
    for (const { source, target, sourceId, targetId } of this.#entries.values()) {
      identities.set(sourceId, source);
      identities.set(targetId, target);
    }
    return identities;
  }

  /** The arrows, without health, in the order of their ids. */
  *edges(windowSeconds?: number): Steps<GraphEdge[]> {
    const edges: GraphEdge[] = [];
    for (const [id, entry] of this.#entries) {
      const details = { buckets: yield* addUpBuckets(entry.histograms), sums: yield* addUpSums(entry.sums) };
      edges.push(printEdge(id, entry, details, windowSeconds));
      if (edges.length % EDGES_AT_A_STRETCH === 0) yield;
    }
    return yield* sortInSteps(edges, (a, b) => compareText(a.id, b.id));
  }

  #entry(hop: Hop, protocol: Protocol): EdgeEntry {
    const entry = this.#known(hop, protocol) ?? this.#begin(hop, protocol);
    if (hop.injected !== undefined)
      this.#injected.add(hop.injected === 'source' ? entry.sourceId : entry.targetId);
    return entry;
  }

  #begin(hop: Hop, protocol: Protocol): EdgeEntry {
    const [sourceId, targetId] = [this.#idOf(hop.source), this.#idOf(hop.target)];
    const entry = emptyEntry({ source: hop.source, target: hop.target, sourceId, targetId, protocol });
    this.#entries.set(joinEdgeId(sourceId, targetId, protocol), entry);
    this.#byHop.set(hop, entry);
    return entry;
  }

  #known(hop: Hop, protocol: Protocol): EdgeEntry | undefined {
    const remembered = this.#byHop.get(hop);
    if (remembered?.protocol === protocol) return remembered;
    const entry = this.#entries.get(joinEdgeId(this.#idOf(hop.source), this.#idOf(hop.target), protocol));
    if (entry !== undefined) this.#byHop.set(hop, entry);
    return entry;
  }
}
