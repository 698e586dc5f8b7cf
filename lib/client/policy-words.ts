import type {
  Agreement,
  Coverage,
  DeclaredVerdict,
  ObservedPolicyEdge,
  PermissionUse,
  PolicyDecider,
  SeenState,
} from '@/lib/contracts/observed-policies';
import { formatEdgeRate } from './edge-numbers';
import { formatShare } from './format-numbers';
import { makeVisible } from './visible-text';

export const coverageWords: Readonly<Record<Coverage, string>> = {
  covered: 'Covered',
  partly: 'Some pods',
  atWaypoint: 'At its waypoint',
  none: 'No policy',
  unenforced: 'Not enforced',
  waypoint: 'Is a waypoint',
  unknown: 'Unknown',
};

/** Those that need a person first. */
export const coverageOrder: readonly Coverage[] = [
  'unenforced',
  'partly',
  'atWaypoint',
  'none',
  'unknown',
  'covered',
  'waypoint',
];

export const verdictWords: Readonly<Record<DeclaredVerdict, string>> = {
  allowed: 'allowed',
  denied: 'denied',
  undecidable: 'undecidable',
  mixed: 'mixed',
};

export const seenWords: Readonly<Record<SeenState, string>> = {
  passes: 'let in',
  partlyRefused: 'partly refused',
  refused: 'refused',
  silent: 'nothing seen',
};

export const agreementWords: Readonly<Record<Agreement, string>> = {
  agrees: 'What was seen agrees with what is declared.',
  passesThoughDenied: 'Policies refuse it, and it was let in.',
  refusedThoughAllowed: 'Policies let it in, and it was refused.',
  open: 'What was seen and what is declared cannot be compared.',
};

export const permissionUseWords: Readonly<Record<PermissionUse, string>> = {
  used: 'used',
  unused: 'not used in this window',
  undecidable: 'undecidable',
  unobeyed: 'obeyed by nobody',
  unknown: 'unknown',
};

/** Those that need a person first. */
export const permissionUseOrder: readonly PermissionUse[] = [
  'unused',
  'unobeyed',
  'undecidable',
  'unknown',
  'used',
];

const NEED_WORDS: Readonly<Record<ObservedPolicyEdge['declared']['needs'][number], string>> = {
  identity: 'who calls, by certificate',
  port: 'the port',
  path: 'the path',
  method: 'the method',
  host: 'the host',
  header: 'a header',
  token: 'the token',
  sourceAddress: 'the caller’s address',
  destinationAddress: 'the called address',
  serverName: 'the server name of TLS',
  filterState: 'state of a filter',
  protocol: 'whether the proxy sees requests',
  externalAuthorizer: 'what the external authorizer answers',
  policy: 'policies that cannot be read',
  caller: 'who calls',
  connection: 'how the connection is protected',
  proxy: 'which proxy stands before it',
  way: 'which of several ports, pods or subsets it is',
  service: 'which service was called',
  routing: 'what routes do',
};

/** `the path, the token`: what reports of proxies do not tell. */
export function needsText(needs: ObservedPolicyEdge['declared']['needs']): string {
  return needs.map((need) => NEED_WORDS[need]).join(', ');
}

/** `AuthorizationPolicy shop/x, rule 1`. */
export function deciderText({ kind, namespace, name, rule }: PolicyDecider): string {
  const place = makeVisible(`${kind} ${namespace}/${name}`);
  return rule === undefined ? place : `${place}, rule ${rule + 1}`;
}

/** `4.2 rps let in`, `100 % of 0.43 rps refused`. */
export function seenText({ observed, rate, unit }: ObservedPolicyEdge): string {
  const { state, refusedShare } = observed;
  if (state === 'silent') return seenWords.silent;
  const amount = formatEdgeRate({ unit }, rate);
  if (state === 'refused' && rate === 0) return 'connections closed at once';
  return state === 'partlyRefused'
    ? `${formatShare(refusedShare)} of ${amount} refused`
    : `${amount} ${seenWords[state]}`;
}

export type EdgeEnd = ObservedPolicyEdge['source'];

/** `shop/cart`, or who it is for want of a name. */
export function endName({ namespace, name }: EdgeEnd): string {
  if (name === undefined) return 'unknown caller';
  return makeVisible(namespace === undefined ? name : `${namespace}/${name}`);
}

/** How an identity is told; null is plaintext. */
export function identityText(identity: string | null): string {
  return identity === null ? 'nobody: plaintext has no identity' : makeVisible(identity);
}
