import { judgeCall, type CallWay } from './judge-call';
import type { MtlsContext } from './mtls-context';
import type { MtlsWorkload } from './mtls-workload';
import type { ObservedCall, ObservedCaller, SecurityRates } from './observe-security';
import { anyPods } from './any-pods';
import type { PodShape } from './pod-shape';
import type { PolicyIndex } from './policy-index';
import type { ReadinessBlocker } from './readiness';

type Security = keyof SecurityRates;

export interface JudgedArrivals {
  readonly blockers: readonly ReadinessBlocker[];
  readonly unknowns: readonly string[];
}

/** Less than this share of what is seen from nobody may be what rounding and different windows leave over. */
const LEFT_OVER = 0.05;

/** What would become of everything that was seen arriving at a workload, under the policies of tomorrow. */
export function judgeArrivals(
  context: MtlsContext,
  then: PolicyIndex,
  workload: MtlsWorkload,
): JudgedArrivals {
  const callers = context.observed?.ofWorkload(workload.namespace, workload.name).callers ?? [];
  const blockers: ReadinessBlocker[] = [];
  const unknowns: string[] = [];
  for (const caller of callers) {
    for (const call of caller.calls) {
      for (const security of ['mutual', 'plaintext', 'unknown'] as const) {
        if (!(call.rates[security] > 0)) continue;
        const judged = judgePart(context, then, { workload, caller, call, security });
        if (judged === undefined) continue;
        if (typeof judged === 'string') unknowns.push(judged);
        else blockers.push(judged);
      }
    }
  }
  return { blockers: withoutEchoes(blockers, callers), unknowns: [...new Set(unknowns)] };
}

interface Part {
  readonly workload: MtlsWorkload;
  readonly caller: ObservedCaller;
  readonly call: ObservedCall;
  readonly security: Security;
}

/** A blocker, what cannot be known, or nothing where it goes on. */
function judgePart(
  context: MtlsContext,
  then: PolicyIndex,
  part: Part,
): ReadinessBlocker | string | undefined {
  const { workload, caller, call } = part;
  const security = whatWasSeen(part);
  const clients = clientsOf(context, caller, security);
  const ways = judgeCall(context, then, { caller, clients, workload, call });
  // What does not work today cannot be broken by what comes tomorrow.
  const working = ways.filter(({ now }) => now !== 'broken');
  const fitting = working.filter(({ now }) => fits(now, security));
  if (fitting.length === 0) {
    if (security === 'plaintext') return breaks(part, working, context);
    return security === 'mutual' || working.length === 0 ? undefined : doubt(part, 'of how it calls');
  }
  if (fitting.every(({ after }) => after === 'mutual' || after === 'plaintext')) return undefined;
  if (!fitting.some(({ isAffected }) => isAffected)) return undefined;
  if (fitting.every(({ after }) => after === 'broken')) return breaks(part, fitting, context);
  return doubt(part, fitting.find(({ after }) => after !== 'mutual')?.reason ?? '');
}

/** ztunnel does not say of plaintext that it is: but it would have said of mutual TLS that it was. */
function whatWasSeen({ workload, call, security }: Part): Security {
  const isAmbient = workload.shapes.length > 0 && workload.shapes.every(({ proxy }) => proxy === 'ambient');
  return security === 'unknown' && isAmbient && call.seenByServer && call.protocol === 'tcp'
    ? 'plaintext'
    : security;
}

function fits(now: CallWay['now'], security: Security): boolean {
  return security === 'unknown' || now === 'unknown' || now === security;
}

/** The pods that may be calling: the caller's own, or for want of a name any that could have sent what was seen. */
function clientsOf(
  { workloadAt }: MtlsContext,
  caller: ObservedCaller,
  security: Security,
): readonly PodShape[] {
  const known =
    caller.name === undefined || caller.namespace === undefined || caller.isForeign
      ? undefined
      : workloadAt(caller.namespace, caller.name);
  if (known !== undefined && known.shapes.length > 0) return known.shapes;
  if (security === 'mutual') return [anyPods('sidecar')];
  return security === 'plaintext' ? [anyPods('none')] : [anyPods('unknown')];
}

function breaks(
  { workload, caller, call, security }: Part,
  ways: readonly CallWay[],
  context: MtlsContext,
): ReadinessBlocker {
  const { namespace, name } = workload;
  const rate = call.rates[security];
  const base = { namespace, workload: name, rate, unit: call.unit };
  const [way] = ways;
  if (caller.name === undefined) {
    const suspects = findSuspects(context);
    const reason = 'Somebody without a name speaks plaintext to it: most often a caller without a proxy.';
    return { ...base, kind: 'unknownCaller', reason, ...(suspects.length > 0 ? { suspects } : {}) };
  }
  const { namespace: from } = caller;
  const named = {
    ...base,
    caller: { ...(from === undefined ? {} : { namespace: from }), name: caller.name },
  };
  if (way === undefined) {
    const reason =
      'It was seen to speak plaintext, though nothing that is declared explains it; it may have changed since.';
    return { ...named, kind: 'plaintextCaller', reason };
  }
  const rule = way.rule === undefined ? {} : { rule: way.rule };
  return { ...named, kind: kindOf(way), reason: way.reason, ...rule };
}

function kindOf({ client: { proxy }, rule }: CallWay): ReadinessBlocker['kind'] {
  if (rule !== undefined) return 'destinationRule';
  if (proxy === 'none') return 'callerWithoutProxy';
  return proxy === 'ambient' ? 'ambientCaller' : 'plaintextCaller';
}

function doubt({ workload, caller }: Part, why: string): string {
  const who =
    caller.name === undefined
      ? 'An unknown caller'
      : [caller.namespace, caller.name].filter(Boolean).join('/');
  const about = why.endsWith('.') ? why : 'What it does depends on its port or subset, which nobody reports.';
  return `${who} calls ${workload.namespace}/${workload.name}, and it is not known whether it would go on. ${about}`;
}

/** Who could be calling without a name. */
function findSuspects({ facts }: MtlsContext): string[] {
  return facts.workloads
    .filter(({ shapes }) => shapes.some(({ proxy, count }) => proxy === 'none' && count > 0))
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();
}

/**
 * Plaintext is seen twice: by the caller's proxy, which knows itself and not how it was protected, and by the server's,
 * which sees plaintext from nobody. Where those who are named account for all of it, nobody else is behind it.
 */
function withoutEchoes(
  blockers: readonly ReadinessBlocker[],
  callers: readonly ObservedCaller[],
): ReadinessBlocker[] {
  const isOneSided = ({ name, namespace }: { name?: string; namespace?: string }) =>
    callers.some(
      (one) =>
        one.name === name && one.namespace === namespace && one.calls.some((call) => !call.seenByServer),
    );
  return blockers.filter((blocker) => {
    if (blocker.kind !== 'unknownCaller') return true;
    const explained = blockers
      .filter(({ caller, unit }) => caller !== undefined && unit === blocker.unit && isOneSided(caller))
      .reduce((sum, { rate }) => sum + rate, 0);
    return blocker.rate - explained > blocker.rate * LEFT_OVER;
  });
}
