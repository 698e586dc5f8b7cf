import type { ChangedEdge, ChangeVerdict } from '@/lib/contracts/what-if';

export const changeWords: Readonly<Record<ChangeVerdict, string>> = {
  breaks: 'Breaks',
  undecidable: 'Undecidable',
  changes: 'Changes',
  projected: 'Projected',
  unaffected: 'Unaffected',
};

/** What a verdict means, as a sentence. */
export const changeMeanings: Readonly<Record<ChangeVerdict, string>> = {
  breaks: 'Calls that work today would not.',
  undecidable: 'It cannot be told: something that decides is not known.',
  changes: 'Calls would go on otherwise: protected differently, or let in where they were not.',
  projected: 'Shares or times would be others: numbers as declared, not as seen.',
  unaffected: 'Calls would go on as they do.',
};

/** Those that need a person first. */
export const changeOrder: readonly ChangeVerdict[] = [
  'breaks',
  'undecidable',
  'changes',
  'projected',
  'unaffected',
];

/** Verdicts as signs that text can hold. */
export const changeSigns: Readonly<Record<ChangeVerdict, string>> = {
  breaks: '✕',
  undecidable: '?',
  changes: '≠',
  projected: '≈',
  unaffected: '=',
};

const STATES: Readonly<Record<ChangedEdge['today']['state'], string>> = {
  passes: 'passes',
  refused: 'refused',
  unknown: 'unknown',
  mixed: 'partly passes',
};

const SECURITIES: Readonly<Record<ChangedEdge['today']['security'], string>> = {
  mutual: 'mutual TLS',
  plaintext: 'plaintext',
  broken: 'no connection',
  unknown: 'TLS unknown',
  mixed: 'TLS differs',
};

/** `passes, mutual TLS`; of what is refused only a connection that does not come about is told. */
export function stateText({ state, security }: ChangedEdge['today']): string {
  if (state === 'refused' && security !== 'broken') return STATES.refused;
  if (state === 'unknown' && security === 'unknown') return STATES.unknown;
  return `${STATES[state]}, ${SECURITIES[security]}`;
}

/** What differs between today and then, in the fewest words; the same state where nothing does. */
export function transitionText({ today, after }: Pick<ChangedEdge, 'today' | 'after'>): string {
  if (today.state !== after.state) return `${STATES[today.state]} → ${STATES[after.state]}`;
  const [one, other] = [today.security, after.security];
  return one === other ? stateText(today) : `${SECURITIES[one]} → ${SECURITIES[other]}`;
}

type MissingFact = ChangedEdge['needs'][number];

/** What is missing to decide, as a part of a sentence. */
export const missingWords: Readonly<Record<MissingFact, string>> = {
  identity: 'who calls, by its certificate',
  port: 'the port that is called',
  path: 'the path of the requests',
  method: 'the method of the requests',
  host: 'the host of the requests',
  header: 'headers of the requests',
  token: 'the token that the requests carry',
  sourceAddress: 'the address of the caller',
  destinationAddress: 'the address that is called',
  serverName: 'the server name that TLS asks for',
  filterState: 'state that filters set',
  protocol: 'the protocol of the port',
  externalAuthorizer: 'what the external authorizer answers',
  policy: 'policies that cannot be read',
  caller: 'the caller’s pods',
  connection: 'how the connection comes about',
  proxy: 'which proxy stands before it',
  way: 'the way that the calls take',
  service: 'the service that is called',
  routing: 'what the changed routes make of it',
};
