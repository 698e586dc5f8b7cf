import type { GraphEdge, GraphNode } from '../graph/mesh-graph';
import { totalOf, type SecurityRates } from './security-rates';

/** Calls from somebody to one end, as an arrow of the graph. */
export interface Arrival {
  readonly caller: GraphNode;
  readonly edge: GraphEdge;
}

/** The same with what it adds to a sum over all who call. */
export interface CountedArrival extends Arrival {
  readonly counted: SecurityRates;
}

/** Less than this share left over is what different windows and rounding leave. */
const LEFT_OVER = 0.05;

/**
 * Counts each request that arrived at one end once. In plaintext the server's proxy does not learn who calls, so that
 * one call leaves two reports: the caller's own, which does not tell how it was protected, and the server's about
 * nobody in plaintext. What only callers report is therefore taken for what arrived from nobody, as far as there is of it.
 */
export function countOnce(arrivals: readonly Arrival[]): CountedArrival[] {
  return [
    ...countUnit(arrivals.filter(({ edge }) => edge.unit !== 'bytes')),
    ...countUnit(arrivals.filter(({ edge }) => edge.unit === 'bytes')),
  ];
}

function countUnit(arrivals: readonly Arrival[]): CountedArrival[] {
  const fromNobody = sum(arrivals.filter(isFromNobody).map(({ edge }) => edge.mtls.plaintext));
  const oneSided = sum(arrivals.map(arrivedUnseen));
  const same = Math.min(fromNobody, oneSided);
  if (!(same > 0)) return arrivals.map(asReported);
  const left = { nobody: leftOver(fromNobody, same), oneSided: leftOver(oneSided, same) };
  return arrivals.map((one) => {
    const { mutual, plaintext, unknown } = one.edge.mtls;
    if (isFromNobody(one))
      return { ...one, counted: { mutual, plaintext: plaintext * left.nobody, unknown } };
    const arrived = arrivedUnseen(one);
    const known = ((1 - left.nobody) * fromNobody * arrived) / oneSided;
    return {
      ...one,
      counted: {
        mutual,
        plaintext: plaintext + known,
        // What was refused arrived nowhere, and still nobody knows how it was meant to be protected.
        unknown: unknown - arrived + arrived * left.oneSided,
      },
    };
  });
}

/** Where nobody can tell whether two reports are about one call. */
export function asReported(one: Arrival): CountedArrival {
  return { ...one, counted: one.edge.mtls };
}

function leftOver(all: number, same: number): number {
  const share = 1 - same / all;
  return share < LEFT_OVER ? 0 : share;
}

function isFromNobody({ caller, edge }: Arrival): boolean {
  return caller.kind === 'unknown' && edge.mtls.plaintext > 0;
}

/** What a caller that is known reports alone, without what no server took. */
function arrivedUnseen({ caller, edge }: Arrival): number {
  if (caller.kind === 'unknown' || isSeenByServer(edge)) return 0;
  return Math.max(0, Math.min(edge.mtls.unknown, totalOf(edge.mtls) - refusedRateOf(edge)));
}

export function isSeenByServer({ reportedBy }: GraphEdge): boolean {
  return reportedBy.destination !== undefined || reportedBy.waypoint !== undefined;
}

/** UF: no connection to the server. UC: the server ended it, as a proxy does that is spoken to in the wrong way. */
export function refusedRateOf({ responses }: GraphEdge): number {
  return sum(
    responses
      .filter(({ flags }) => flags.split(',').some((flag) => flag === 'UF' || flag === 'UC'))
      .map(({ rate }) => rate),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
