import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { mtlsModes } from '@/lib/contracts/declared-security';
import { observedStates } from '@/lib/contracts/mtls';
import { isSameTableSort, parseTableSort, printTableSort } from './table-sort';

export const mtlsLists = ['services', 'workloads'] as const;
export type MtlsList = (typeof mtlsLists)[number];

/** Contradictions by weight; `any` is all of them. */
export const findingChoices = ['any', 'problem', 'advice', 'note'] as const;
export const verdictChoices = ['ready', 'notReady', 'unknown'] as const;

/** What is opened beside the table. */
export type MtlsPart =
  | { readonly kind: 'mesh' }
  | {
      readonly kind: 'namespace' | 'service' | 'workload';
      readonly namespace: string;
      readonly name: string;
    };

const LONGEST_TEXT = 200;
const NAME = /^[^/]{1,253}$/;

/** Reads `mesh`, `namespace:<name>`, `service:<namespace>/<name>` or the same of a workload; null for anything else. */
export function parsePart(text: string): MtlsPart | null {
  if (text === 'mesh') return { kind: 'mesh' };
  const [, kind, place = ''] = /^(namespace|service|workload):(.+)$/s.exec(text) ?? [];
  const [namespace = '', name, ...rest] = place.split('/');
  if (rest.length > 0 || !NAME.test(namespace)) return null;
  if (kind === 'namespace') return name === undefined ? { kind, namespace, name: namespace } : null;
  if (name === undefined || !NAME.test(name)) return null;
  return kind === 'service' || kind === 'workload' ? { kind, namespace, name } : null;
}

export function printPart(part: MtlsPart): string {
  if (part.kind === 'mesh') return 'mesh';
  return part.kind === 'namespace' ? `namespace:${part.name}` : `${part.kind}:${part.namespace}/${part.name}`;
}

const parseAsSearch = createParser<string>({
  parse: (text) => (text.length <= LONGEST_TEXT ? text : null),
  serialize: String,
});

const parseAsPart = createParser<MtlsPart>({
  parse: parsePart,
  serialize: printPart,
  eq: (one, other) => printPart(one) === printPart(other),
});

const parseAsSort = createParser({ parse: parseTableSort, serialize: printTableSort, eq: isSameTableSort });

/** What a shared link of the mTLS page reproduces, beside namespaces, window and time, which all pages have. */
export const mtlsParsers = {
  list: parseAsStringLiteral(mtlsLists).withDefault('services').withOptions({ history: 'push' }),
  q: parseAsSearch.withDefault(''),
  mode: parseAsStringLiteral(mtlsModes),
  seen: parseAsStringLiteral(observedStates),
  finding: parseAsStringLiteral(findingChoices),
  strict: parseAsStringLiteral(verdictChoices),
  sort: parseAsSort,
  open: parseAsPart,
};
