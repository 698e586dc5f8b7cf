import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { changeVerdicts } from '@/lib/contracts/what-if';
import { parseObjectReference, printObjectReference } from './object-reference';
import { LONGEST_ID } from './selection';
import { isSameTableSort, parseTableSort, printTableSort } from './table-sort';

export const whatIfShows = ['table', 'graph'] as const;

const parseAsSort = createParser({ parse: parseTableSort, serialize: printTableSort, eq: isSameTableSort });
const parseAsEdge = createParser<string>({
  parse: (text) => (text !== '' && text.length <= LONGEST_ID ? text : null),
  serialize: String,
});
const parseAsReference = createParser({ parse: parseObjectReference, serialize: printObjectReference });

/**
 * What a link to the page for changes reproduces, beside namespaces, window and time. The text itself is never in an
 * address: it may be secret, and long.
 */
export const whatIfParsers = {
  show: parseAsStringLiteral(whatIfShows).withDefault('table'),
  verdict: parseAsStringLiteral(changeVerdicts),
  sort: parseAsSort,
  /** The id of the edge that is opened. */
  edge: parseAsEdge,
  /** The object whose YAML to begin with. */
  from: parseAsReference,
};
