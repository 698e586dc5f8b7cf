import { compareText } from '../mesh/compare-text';
import type { DeclaredCall } from './declared-call';
import { judgeCall, type CallerName, type CallWay } from './judge-call';
import type { MtlsContext } from './mtls-context';
import type { MtlsWorkload } from './mtls-workload';
import type { ObservedCall } from './observe-security';
import { proxyOf } from './judge-workload';

export interface CallQuestion {
  readonly caller: CallerName;
  readonly clients: readonly MtlsWorkload[];
  readonly servers: readonly MtlsWorkload[];
  readonly call: Pick<ObservedCall, 'protocol' | 'seenByServer'>;
  /** Hosts that were called. */
  readonly hosts: ReadonlySet<string>;
}

const MOST_REASONS = 3;

/** Puts both sides of a call together; undefined where one of them is not declared. */
export function describeCall(context: MtlsContext, question: CallQuestion): DeclaredCall | undefined {
  const { clients, servers } = question;
  const pods = clients.flatMap(({ shapes }) => shapes);
  const ways = servers.flatMap((workload) =>
    judgeCall(context, context.index, { ...question, clients: pods, workload }),
  );
  const [first] = ways;
  if (first === undefined) return undefined;
  const outcomes = new Set(ways.map(({ now }) => now));
  return {
    outcome: outcomes.size === 1 ? first.now : 'mixed',
    reason: tellReasons(ways),
    clientProxy: proxyOf(pods),
    asked: distinct(ways.map(({ asked }) => asked)),
    rules: distinct(ways.flatMap(({ rule }) => rule ?? [])),
    accepts: distinct(ways.map(({ accepts }) => accepts)),
  };
}

function tellReasons(ways: readonly CallWay[]): string {
  const reasons = [...new Set(ways.map(({ reason }) => reason))].filter((reason) => reason !== '');
  return reasons.slice(0, MOST_REASONS).join(' ');
}

function distinct<T extends string>(all: readonly T[]): T[] {
  return [...new Set(all)].sort(compareText);
}
