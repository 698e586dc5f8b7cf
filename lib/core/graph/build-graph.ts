import { compareText } from '../mesh/compare-text';
import { rememberOf } from '../mesh/remember-of';
import { eachInSteps, finish, mapInSteps, type Steps } from '../steps/steps';
import { inFixedOrder } from '../telemetry/fixed-order';
import { learnCalls, type CompleteCall } from '../telemetry/complete-calls';
import { pairCalls, pairKey, rememberLastCall, type CallPair } from '../telemetry/pair-calls';
import { rememberCalls } from '../telemetry/remember-calls';
import type {
  Call,
  CallSumSample,
  LatencyHistogram,
  Party,
  Reporter,
  TrafficSample,
} from '../telemetry/traffic-sample';
import { asChosenReporter } from './as-chosen-reporter';
import { EdgeLedger, type ReportRole } from './edge-ledger';
import { callsOf } from './focus-calls';
import { foldLegsInSteps, unfoldedCalls, type FoldedCalls, type WaypointName } from './fold-legs';
import type { GraphLevel, GraphNode, MeshGraph, NodeIdentity } from './mesh-graph';
import { nameWorkloads } from './name-workloads';
import { partyIdentity } from './node-identity';
import { placeCall, type PlaceOptions } from './place-call';
import { servedServices } from './served-services';
import { noTraffic, sumTraffic } from './sum-traffic';

export interface Telemetry {
  readonly traffic: readonly TrafficSample[];
  readonly histograms: readonly LatencyHistogram[];
  readonly sums: readonly CallSumSample[];
}

export interface GraphOptions {
  readonly level: GraphLevel;
  /** Draw services between callers and workloads; a service graph always does. */
  readonly serviceNodes: boolean;
  /** Keep arrows whose rate is zero. */
  readonly idle: boolean;
  /** Draw waypoints and the connections that only carried other calls. */
  readonly legs?: boolean;
  /** Waypoints that the cluster declares; others are recognised by their reports. */
  readonly waypoints?: readonly WaypointName[];
  /** Only the calls of this node. */
  readonly node?: NodeIdentity;
  /** What rates are averaged over; without it reporters are not compared. */
  readonly windowSeconds?: number;
}

export interface BuiltGraph extends MeshGraph {
  /** Series of calls that have no place in a graph of this type: they name no service, and services are all it shows. */
  readonly unplaced: number;
}

type Pair = CallPair<TrafficSample>;

/**
 * Builds the service graph from what proxies report. Independent of the samples' order; every node's totals are the
 * sums of its arrows; no request is counted twice, because one reporter is chosen for each pair of caller and callee.
 */
export function buildGraph(telemetry: Telemetry, options: GraphOptions): BuiltGraph {
  return finish(buildGraphInSteps(telemetry, options));
}

/** The same, so that something else may run in between. */
export function* buildGraphInSteps(telemetry: Telemetry, options: GraphOptions): Steps<BuiltGraph> {
  return yield* drawCalls(telemetry, yield* readCalls(telemetry, options), options);
}

/** The graph without services between callers and workloads, and the one with them, for little more than one. */
export function* buildBothGraphs(
  telemetry: Telemetry,
  options: Omit<GraphOptions, 'serviceNodes'>,
): Steps<{ readonly direct: BuiltGraph; readonly viaServices: BuiltGraph }> {
  const calls = yield* readCalls(telemetry, options);
  const draw = (serviceNodes: boolean) => drawCalls(telemetry, calls, { ...options, serviceNodes });
  return { direct: yield* draw(false), viaServices: yield* draw(true) };
}

interface PairedCalls {
  readonly complete: CompleteCall;
  readonly folded: FoldedCalls;
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly namesOf: ReturnType<typeof nameWorkloads>;
}

function* readCalls(telemetry: Telemetry, options: Omit<GraphOptions, 'serviceNodes'>): Steps<PairedCalls> {
  const complete = learnCalls(telemetry.traffic);
  yield;
  const known = yield* mapInSteps(
    telemetry.traffic.filter((sample) => options.idle || sample.perSecond > 0),
    complete,
  );
  // Floating-point sums depend on order: a fixed order makes the graph a function of the set of samples.
  const traffic = yield* inFixedOrder(keepFocus(known, options));
  const folded =
    options.legs === true ? unfoldedCalls(traffic) : yield* foldLegsInSteps(traffic, options.waypoints);
  yield;
  const pairs = pairCalls(folded.calls, isIdle);
  yield;
  return { complete, folded, pairs, namesOf: nameWorkloads(traffic) };
}

function* drawCalls(
  telemetry: Telemetry,
  { complete, folded, pairs, namesOf }: PairedCalls,
  options: GraphOptions,
): Steps<BuiltGraph> {
  const place: PlaceOptions = {
    ...options,
    servedBySource: servedServices(pairs),
    identityOf: rememberOf((party: Party) => partyIdentity(party, options.level)),
  };
  const hopsOf = rememberLastCall((call) => placeCall(call, place));
  const ledger = new EdgeLedger();
  let unplaced = 0;

  yield* eachInSteps(pairs.values(), (pair) => {
    const tell = asChosenReporter(pair.reports.get(pair.chosen) ?? []);
    const roleOf = assignRoles(pair, folded);
    for (const [reporter, samples] of pair.reports) {
      for (const sample of samples) {
        const told = reporter === pair.chosen ? sample : tell(sample);
        const hops = hopsOf(told);
        if (hops.length === 0) unplaced += 1;
        for (const hop of hops) ledger.addTraffic(hop, told, roleOf(sample));
      }
    }
  });
  const findPlace = rememberCalls((reported) => {
    const call = complete(reported);
    const isChosen = pairs.get(pairKey(call))?.chosen === call.reporter;
    return { call, hops: isChosen ? placeCall(call, place) : [] };
  });
  yield* eachInSteps(telemetry.histograms, (histogram) => {
    const { call, hops } = findPlace(histogram);
    for (const hop of hops) ledger.addHistogram(hop, withEndsOf(call, histogram));
  });
  yield* eachInSteps(telemetry.sums, (sum) => {
    const { call, hops } = findPlace(sum);
    for (const hop of hops) ledger.addSum(hop, withEndsOf(call, sum));
  });
  return { ...(yield* withNodes(ledger, namesOf, options)), unplaced };
}

function withEndsOf<T extends Call>({ source, service, destination }: Call, one: T): T {
  const isWhole = one.source === source && one.service === service && one.destination === destination;
  return isWhole ? one : { ...one, source, service, destination };
}

function isIdle({ perSecond }: TrafficSample): boolean {
  return !(perSecond > 0);
}

function keepFocus(traffic: readonly TrafficSample[], { node, level }: Pick<GraphOptions, 'node' | 'level'>) {
  return node === undefined ? traffic : callsOf(traffic, node, level);
}

/** What each report of a pair counts for. */
function assignRoles(pair: Pair, folded: FoldedCalls): (sample: TrafficSample) => ReportRole {
  const { chosen, reports } = pair;
  const server = (['destination', 'waypoint'] as const).find((reporter) => reports.has(reporter));
  const isTwoSided = server !== undefined && server !== chosen;
  const witness = securityWitness(pair);
  const [call] = reports.get(chosen) ?? [];
  const via = call !== undefined && reports.has('waypoint') ? folded.via(call) : [];
  const isSeen = reports.get(witness)?.some(({ security }) => security !== 'unknown') === true;
  const carrier = call === undefined ? undefined : folded.carrier(call);
  const carried = isSeen ? undefined : carrier?.security;
  return (sample) => ({
    isChosen: sample.reporter === chosen,
    ...(isTwoSided && sample.reporter === chosen ? { side: 'client' as const } : {}),
    ...(isTwoSided && sample.reporter === server ? { side: 'server' as const } : {}),
    ...(sample.reporter === witness
      ? { security: carried ?? { mutual: 0, plaintext: 0, unknown: 0, [sample.security]: 1 } }
      : {}),
    via,
    ...(carrier === undefined ? {} : { carrier }),
  });
}

/** Server-side reports tell mTLS; an Envoy client never knows it, ztunnel does on either side. */
function securityWitness({ chosen, reports }: Pair): Reporter {
  if (chosen === 'waypoint') return 'waypoint';
  const speaking = (reporter: Reporter) => reports.get(reporter)?.some((sample) => !isIdle(sample));
  return (['destination', 'waypoint', 'source'] as const).find(speaking) ?? chosen;
}

function* withNodes(
  ledger: EdgeLedger,
  namesOf: PairedCalls['namesOf'],
  { windowSeconds }: GraphOptions,
): Steps<MeshGraph> {
  const edges = yield* ledger.edges(windowSeconds);
  const totals = sumTraffic(edges);
  const nodes = [...ledger.identities()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, identity]): GraphNode => ({
      ...identity,
      ...namesOf(identity),
      id,
      traffic: totals.get(id) ?? noTraffic(),
      flags: ledger.injectedServices.has(id) ? ['injectedService'] : [],
      health: { status: 'unknown', reasons: [] },
    }));
  return { nodes, edges };
}
