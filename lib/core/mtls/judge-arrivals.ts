import { judgeCall, type CallWay } from './judge-call';
import type { MtlsContext } from './mtls-context';
import type { MtlsWorkload } from './mtls-workload';
import type { ObservedCall, ObservedCaller } from './observe-security';
import { totalOf, type SecurityRates } from './security-rates';
import { anyPods } from './any-pods';
import type { PodShape } from './pod-shape';
import type { PolicyIndex } from './index-policies';
import type { ReadinessBlocker } from './readiness';

type Security = keyof SecurityRates;

export interface JudgedArrivals {
  readonly blockers: readonly ReadinessBlocker[];
  readonly unknowns: readonly string[];
}

/** Less than this share of what is seen from nobody may be what rounding and different windows leave over. */
const LEFT_OVER = 0.05;

/**
 * What would become of everything that was seen arriving at a workload, under the policies of tomorrow. Plaintext may be
 * seen twice: by the caller's proxy, which knows itself and not how it was protected, and by the server's, which sees
 * plaintext from nobody. What those who are named account for is not held against somebody unknown.
 */
export function judgeArrivals(
  context: MtlsContext,
  then: PolicyIndex,
  workload: MtlsWorkload,
): JudgedArrivals {
  const callers = context.observed?.ofWorkload(workload.namespace, workload.name).callers ?? [];
  const parts = callers
    .flatMap((caller) => caller.calls.map((call) => ({ workload, caller, call })))
    .flatMap((one) => SECURITIES.map((security): Part => ({ ...one, security })))
    .filter(({ call, security }) => call.rates[security] > 0)
    .map((part) => judgePart(context, then, part));
  const blockers: ReadinessBlocker[] = [];
  const unknowns = new Set<string>();
  for (const { part, blocker, doubt } of parts) {
    if (doubt !== undefined) unknowns.add(doubt);
    if (blocker === undefined) continue;
    const left = blocker.caller === undefined ? leaveOver(blocker, parts) : { sure: 1, possible: 1 };
    if (left.sure > LEFT_OVER) blockers.push({ ...blocker, rate: blocker.rate * left.sure });
    else if (left.possible > LEFT_OVER) unknowns.add(tellDoubt(part, ''));
  }
  return { blockers, unknowns: [...unknowns] };
}

/** Shares of what somebody unknown sends that nobody who is named accounts for: surely, and possibly. */
function leaveOver(
  { rate, unit }: ReadinessBlocker,
  parts: readonly JudgedPart[],
): { readonly sure: number; readonly possible: number } {
  const named = parts.filter(
    ({ part: { caller, call, security } }) =>
      caller.name !== undefined &&
      !call.seenByServer &&
      security === 'unknown' &&
      call.unit === unit &&
      // What was refused never arrived.
      call.refusedRate < totalOf(call.rates),
  );
  const sum = (all: readonly JudgedPart[]) =>
    all.reduce((total, { part: { call, security } }) => total + call.rates[security], 0);
  const surely = sum(named.filter(({ isPlaintext }) => isPlaintext === 'yes'));
  const maybe = sum(named.filter(({ isPlaintext }) => isPlaintext === 'maybe')) + unseen(parts, unit);
  return {
    sure: Math.max(0, rate - surely - maybe) / rate,
    possible: Math.max(0, rate - surely) / rate,
  };
}

/** What named callers sent and the server did not see from them: it may have seen it from nobody. */
function unseen(parts: readonly JudgedPart[], unit: ObservedCall['unit']): number {
  const calls = new Set(
    parts.flatMap(({ part: { caller, call } }) =>
      caller.name !== undefined && call.unit === unit ? [call] : [],
    ),
  );
  return [...calls].reduce(
    (sum, { unseenRate, refusedRate }) => sum + Math.max(0, unseenRate - refusedRate),
    0,
  );
}

const SECURITIES: readonly Security[] = ['mutual', 'plaintext', 'unknown'];

interface JudgedPart {
  readonly part: Part;
  /** Whether it is plaintext today, as far as what is declared tells. */
  readonly isPlaintext: 'yes' | 'no' | 'maybe';
  readonly blocker?: ReadinessBlocker;
  readonly doubt?: string;
}

interface Part {
  readonly workload: MtlsWorkload;
  readonly caller: ObservedCaller;
  readonly call: ObservedCall;
  readonly security: Security;
}

function judgePart(context: MtlsContext, then: PolicyIndex, part: Part): JudgedPart {
  const { workload, caller, call } = part;
  const security = whatWasSeen(part);
  // Whoever was seen to send mutual TLS goes on sending it: STRICT never makes a client send less.
  if (security === 'mutual') return { part, isPlaintext: 'no' };
  const clients = clientsOf(context, caller, security);
  const ways = judgeCall(context, then, { caller, clients, workload, call });
  const working = waysTaken(ways, call);
  const fitting = working.filter(({ now }) => fits(now, security));
  const plain = fitting.filter(({ now }) => now === 'plaintext').length;
  const isPlaintext = plain === 0 ? 'no' : plain === fitting.length ? 'yes' : 'maybe';
  const nothing = { part, isPlaintext } as const;
  if (fitting.length === 0) {
    if (security === 'plaintext') return { ...nothing, blocker: breaks(part, working, context) };
    if (working.length === 0) return nothing;
    return { ...nothing, doubt: tellDoubt(part, '') };
  }
  if (fitting.every(({ after }) => after === 'mutual' || after === 'plaintext')) return nothing;
  if (!fitting.some(({ isAffected }) => isAffected)) return nothing;
  if (fitting.every(({ now, after }) => now === 'broken' || after === 'mutual')) return nothing;
  if (fitting.every(({ after }) => after === 'broken'))
    return { ...nothing, blocker: breaks(part, fitting, context) };
  return {
    ...nothing,
    doubt: tellDoubt(part, fitting.find(({ after }) => after !== 'mutual')?.reason ?? ''),
  };
}

/** What does not work today cannot be broken by what comes tomorrow, and what works is not broken today. */
function waysTaken(ways: readonly CallWay[], { rates, refusedRate }: ObservedCall): readonly CallWay[] {
  const share = refusedRate / totalOf(rates);
  if (share > 0.99) return ways.filter(({ now }) => now === 'broken');
  return share < 0.01 ? ways.filter(({ now }) => now !== 'broken') : ways;
}

/** ztunnel does not say of plaintext that it is: but it would have said of mutual TLS that it was. */
function whatWasSeen({ workload, call, security }: Part): Security {
  const isAmbient = workload.shapes.length > 0 && workload.shapes.every(({ proxy }) => proxy === 'ambient');
  return security === 'unknown' && isAmbient && call.seenByServer && call.protocol === 'tcp'
    ? 'plaintext'
    : security;
}

function fits(now: CallWay['now'], security: Exclude<Security, 'mutual'>): boolean {
  return security === 'unknown' || now === 'broken' || now === 'unknown' || now === security;
}

/** The pods that may be calling: the caller's own, or for want of a name any that could have sent what was seen. */
function clientsOf(
  { workloadAt }: MtlsContext,
  caller: ObservedCaller,
  security: Exclude<Security, 'mutual'>,
): readonly PodShape[] {
  const known =
    caller.name === undefined || caller.namespace === undefined || caller.isForeign
      ? undefined
      : workloadAt(caller.namespace, caller.name);
  if (known !== undefined && known.shapes.length > 0) return known.shapes;
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

function tellDoubt({ workload, caller }: Part, why: string): string {
  const who =
    caller.name === undefined
      ? 'An unknown caller'
      : [caller.namespace, caller.name].filter(Boolean).join('/');
  const about = why === '' ? 'What it does depends on its port or subset, which nobody reports.' : why;
  return `${who} calls ${workload.namespace}/${workload.name}, and it is not known whether it would go on. ${about}`;
}

/** Who could be calling without a name. */
function findSuspects({ facts }: MtlsContext): string[] {
  return facts.workloads
    .filter(({ shapes }) => shapes.some(({ proxy, count }) => proxy === 'none' && count > 0))
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();
}
