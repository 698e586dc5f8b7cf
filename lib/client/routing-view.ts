import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { splitVerdicts } from '@/lib/contracts/routing';
import { isSameTableSort, parseTableSort, printTableSort } from './table-sort';

export const routeKinds = ['VirtualService', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;

const LONGEST_TEXT = 200;
const LONGEST_ID = 1_000;

const parseAsShortText = (longest: number) =>
  createParser<string>({ parse: (text) => (text.length <= longest ? text : null), serialize: String });

const parseAsSort = createParser({ parse: parseTableSort, serialize: printTableSort, eq: isSameTableSort });

/** What a shared link of the routing page reproduces, beside namespaces, window and time, which all pages have. */
export const routingParsers = {
  q: parseAsShortText(LONGEST_TEXT).withDefault(''),
  kind: parseAsStringLiteral(routeKinds),
  verdict: parseAsStringLiteral(splitVerdicts),
  sort: parseAsSort,
  /** The id of the route that is opened. */
  route: parseAsShortText(LONGEST_ID),
};
