import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { graphLevels, grpcRates, tcpRates } from '@/lib/contracts/graph';
import {
  DEFAULT_WINDOW_SECONDS,
  MAX_NAMESPACES,
  MAX_WINDOW_SECONDS,
  MIN_WINDOW_SECONDS,
} from '@/lib/contracts/graph-request';
import { LONGEST_EXPRESSION } from '@/lib/core/graph/find/parse-expression';
import { parseFolds, printFolds, type FoldChoice } from '@/lib/core/graph/fold-choice';
import { parseDurationSeconds, printDuration } from '@/lib/core/mesh/duration';
import { readExpression } from './read-expression';
import { refreshChoices } from './refresh-pace';
import { replaySpans } from './replay/replay-range';
import { hopChoices } from './drawing';
import { parseAsEdgeLabels } from './edge-label-choice';
import { lensChoices } from './lens';
import { isSameSelection, LONGEST_ID, parseSelection, printSelection } from './selection';
import { isSameTableSort, parseTableSort, printTableSort } from './table-sort';

export const viewChoices = ['graph', 'table'] as const;
export const graphTableRows = ['nodes', 'edges'] as const;
export type GraphTableRows = (typeof graphTableRows)[number];

const LATEST_INSTANT = 99_999_999_999;

/** What a shared link names: `all` known namespaces, or these; an empty list means none is chosen yet. */
export type NamespaceChoice = 'all' | readonly string[];

/** A Kubernetes namespace name (RFC 1123 label). */
export function isNamespaceName(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);
}

const parseAsNamespaces = createParser<NamespaceChoice>({
  parse(text) {
    if (text === '') return [];
    const names = [...new Set(text.split(',').filter(isNamespaceName))].toSorted().slice(0, MAX_NAMESPACES);
    return names.length > 0 ? names : null;
  },
  // `all` is the default and never written, but the parser alone must still not confuse it with a name.
  serialize: (choice) => (choice === 'all' ? '*' : choice.toSorted().join(',')),
  eq: (one, other) => String(one) === String(other) && typeof one === typeof other,
});

const parseAsWindow = createParser<number>({
  parse(text) {
    const seconds = parseDurationSeconds(text);
    if (seconds === undefined || seconds < MIN_WINDOW_SECONDS || seconds > MAX_WINDOW_SECONDS) return null;
    return seconds;
  },
  serialize: printDuration,
});

const parseAsInstant = createParser<number>({
  parse(text) {
    const seconds = /^[1-9]\d{0,10}$/.test(text) ? Number(text) : 0;
    return seconds > 0 && seconds <= LATEST_INSTANT ? seconds : null;
  },
  serialize: String,
});

// Stricter than the library's own, which takes every text but `true` for false.
const parseAsSwitch = createParser<boolean>({
  parse: (text) => (text === 'true' ? true : text === 'false' ? false : null),
  serialize: String,
});

const parseAsSelection = createParser({
  parse: parseSelection,
  serialize: printSelection,
  eq: isSameSelection,
});

const parseAsExpression = createParser<string>({
  parse(text) {
    if (text === '') return text;
    if (text.length > LONGEST_EXPRESSION) return null;
    return readExpression(text).kind === 'understood' ? text : null;
  },
  serialize: String,
});

const parseAsTableSort = createParser({
  parse: parseTableSort,
  serialize: printTableSort,
  eq: isSameTableSort,
});

const parseAsFolds = createParser<FoldChoice>({
  parse: (text) => parseFolds(text) ?? null,
  serialize: printFolds,
  eq: (one, other) => printFolds(one) === printFolds(other),
});

const parseAsNodeId = createParser<string>({
  parse: (text) => (text !== '' && text.length <= LONGEST_ID ? text : null),
  serialize: String,
});

const parseAsTraceId = createParser<string>({
  parse: (text) => (/^[0-9a-f]{1,32}$/i.test(text) ? text.toLowerCase() : null),
  serialize: String,
});

const navigation = { history: 'push' } as const;

/** Everything a shared link reproduces. What is asked makes history entries; how it is looked at does not. */
export const viewParsers = {
  namespaces: parseAsNamespaces.withDefault('all').withOptions(navigation),
  level: parseAsStringLiteral(graphLevels).withDefault('versionedApp').withOptions(navigation),
  serviceNodes: parseAsSwitch.withDefault(false).withOptions(navigation),
  window: parseAsWindow.withDefault(DEFAULT_WINDOW_SECONDS).withOptions(navigation),
  at: parseAsInstant.withOptions(navigation),
  replay: parseAsStringLiteral(replaySpans),
  refresh: parseAsStringLiteral(refreshChoices).withDefault('15s'),
  idle: parseAsSwitch.withDefault(false).withOptions(navigation),
  rateGrpc: parseAsStringLiteral(grpcRates).withDefault('requests').withOptions(navigation),
  rateTcp: parseAsStringLiteral(tcpRates).withDefault('total').withOptions(navigation),
  legs: parseAsSwitch.withDefault(false).withOptions(navigation),
  find: parseAsExpression.withDefault(''),
  hide: parseAsExpression.withDefault(''),
  lens: parseAsStringLiteral(lensChoices).withDefault('traffic'),
  labels: parseAsEdgeLabels.withDefault(['rate']),
  select: parseAsSelection,
  /** Absent: what is too large to be read is folded by itself. */
  fold: parseAsFolds,
  focus: parseAsNodeId.withOptions(navigation),
  hops: parseAsStringLiteral(hopChoices).withDefault('1').withOptions(navigation),
  to: parseAsNodeId.withOptions(navigation),
  /** Whose path is marked. */
  trace: parseAsTraceId.withOptions(navigation),
  view: parseAsStringLiteral(viewChoices).withDefault('graph'),
  rows: parseAsStringLiteral(graphTableRows).withDefault('nodes'),
  sort: parseAsTableSort,
};

export type ViewParameter = keyof typeof viewParsers;
