import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { coverages, declaredVerdicts, permissionUses } from '@/lib/contracts/observed-policies';
import { isSameTableSort, parseTableSort, printTableSort } from './table-sort';

export const policyLists = ['workloads', 'matrix', 'permissions'] as const;
export type PolicyList = (typeof policyLists)[number];

export const policyFindingChoices = ['any', 'problem', 'advice', 'note'] as const;
/** What callers and callees of the matrix are sorted by. */
export const matrixOrders = ['name', 'findings', 'calls'] as const;
export type MatrixOrder = (typeof matrixOrders)[number];

/** What is opened beside the list. */
export type PolicyPart =
  | { readonly kind: 'workload'; readonly namespace: string; readonly name: string }
  /** A caller and a callee of the matrix, each a workload or a namespace, by their keys. */
  | { readonly kind: 'pair'; readonly caller: string; readonly callee: string }
  | { readonly kind: 'rule'; readonly namespace: string; readonly name: string; readonly rule: number };

const LONGEST_TEXT = 200;
const LONGEST_PART = 1_500;
const NAME = /^[^/]{1,253}$/;

/** Reads `workload:<namespace>/<name>`, `pair:<key>><key>` or `rule:<namespace>/<name>/<rule>`; null for anything else. */
export function parsePolicyPart(text: string): PolicyPart | null {
  const at = text.indexOf(':');
  const [kind, rest] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 0 || text.length > LONGEST_PART) return null;
  if (kind === 'pair') {
    const [caller = '', callee = '', ...more] = rest.split('>');
    return caller === '' || callee === '' || more.length > 0 ? null : { kind, caller, callee };
  }
  const [namespace = '', name = '', rule, ...more] = rest.split('/');
  if (!NAME.test(namespace) || !NAME.test(name) || more.length > 0) return null;
  if (kind === 'workload') return rule === undefined ? { kind, namespace, name } : null;
  if (kind !== 'rule' || rule === undefined || !/^(0|[1-9]\d{0,3})$/.test(rule)) return null;
  return { kind, namespace, name, rule: Number(rule) };
}

export function printPolicyPart(part: PolicyPart): string {
  switch (part.kind) {
    case 'pair':
      return `pair:${part.caller}>${part.callee}`;
    case 'workload':
      return `workload:${part.namespace}/${part.name}`;
    case 'rule':
      return `rule:${part.namespace}/${part.name}/${part.rule}`;
  }
}

/** Which namespaces of the matrix are unfolded: all, none, or these by their keys. */
export type Unfolded = 'all' | readonly string[];

export function parseUnfolded(text: string): Unfolded | null {
  if (text.length > LONGEST_PART) return null;
  if (text === '*') return 'all';
  return [...new Set(text.split(',').filter(Boolean))].toSorted();
}

export function printUnfolded(unfolded: Unfolded): string {
  return unfolded === 'all' ? '*' : unfolded.toSorted().join(',');
}

const parseAsSearch = createParser<string>({
  parse: (text) => (text.length <= LONGEST_TEXT ? text : null),
  serialize: String,
});
const parseAsPart = createParser<PolicyPart>({
  parse: parsePolicyPart,
  serialize: printPolicyPart,
  eq: (one, other) => printPolicyPart(one) === printPolicyPart(other),
});
const parseAsUnfolded = createParser<Unfolded>({
  parse: parseUnfolded,
  serialize: printUnfolded,
  eq: (one, other) => printUnfolded(one) === printUnfolded(other),
});
const parseAsSort = createParser({ parse: parseTableSort, serialize: printTableSort, eq: isSameTableSort });

/** What a shared link of the page of policies reproduces, beside namespaces, window and time, which all pages have. */
export const policyParsers = {
  list: parseAsStringLiteral(policyLists).withDefault('workloads').withOptions({ history: 'push' }),
  q: parseAsSearch.withDefault(''),
  coverage: parseAsStringLiteral(coverages),
  finding: parseAsStringLiteral(policyFindingChoices),
  verdict: parseAsStringLiteral(declaredVerdicts),
  use: parseAsStringLiteral(permissionUses),
  order: parseAsStringLiteral(matrixOrders).withDefault('name'),
  /** Absent: what is too large to be read is folded by itself. */
  unfold: parseAsUnfolded,
  sort: parseAsSort,
  open: parseAsPart,
};
