import { compileRegex } from '../promql/regex';
import { asList, asRecord } from './mesh-view';
import { selects, stringRecord } from './object-order';
import type { RouteRequest } from './route-request';

type Fields = Readonly<Record<string, unknown>>;

/** Whether one of a VirtualService route's match entries holds; a route without any takes every request. */
export function matchesRequest(route: Fields, request: RouteRequest): boolean {
  const matches = asList(route['match']).map(asRecord);
  return matches.length === 0 || matches.some((match) => matchesAll(match, request));
}

const STATIC = new Set(['gateways', 'sourceLabels', 'sourceNamespace', 'port']);

/** Whether a route can hold for some request of this caller: what requests decide is left out. */
export function mayMatch(route: Fields, request: RouteRequest): boolean {
  const matches = asList(route['match']).map(asRecord);
  const reduced = matches.map((match) =>
    Object.fromEntries(Object.entries(match).filter(([condition]) => STATIC.has(condition))),
  );
  return matchesRequest({ match: reduced }, request);
}

/** Whether a route takes every request of this caller, so that nothing after it is ever read. */
export function takesAll(route: Fields, request: RouteRequest): boolean {
  const matches = asList(route['match']).map(asRecord);
  if (matches.length === 0) return true;
  return matches.some((match) => {
    const asked = Object.entries(match).filter(
      ([condition, value]) =>
        !STATIC.has(condition) &&
        !['name', 'statPrefix', 'ignoreUriCase'].includes(condition) &&
        !(condition === 'uri' && isEveryPath(asRecord(value))) &&
        !(HEADER_MAPS.has(condition) && Object.keys(asRecord(value)).length === 0),
    );
    return asked.length === 0 && mayMatch({ match: [match] }, request);
  });
}

const HEADER_MAPS = new Set(['headers', 'withoutHeaders', 'queryParams']);

function isEveryPath({ prefix, regex }: Fields): boolean {
  return prefix === '/' || regex === '.*';
}

function matchesAll(match: Fields, request: RouteRequest): boolean {
  const ignoreCase = match['ignoreUriCase'] === true;
  // A match that names gateways ignores what it says about the source.
  const namesGateways = asList(match['gateways']).length > 0;
  return Object.entries(match).every(([condition, value]) => {
    switch (condition) {
      case 'name':
      case 'statPrefix':
      case 'ignoreUriCase':
        return true;
      case 'uri':
        return matchesText(value, request.path, ignoreCase);
      case 'method':
        return matchesText(value, request.method ?? 'GET');
      case 'scheme':
        return matchesText(value, 'http');
      case 'authority':
        return matchesText(value, request.authority ?? request.host);
      case 'port':
        return request.port !== undefined && Number(value) === request.port;
      case 'headers':
        return matchesHeaders(value, request.headers);
      case 'withoutHeaders':
        return Object.entries(asRecord(value)).every(
          ([name, pattern]) => !matchesHeader(pattern, request.headers[name.toLowerCase()]),
        );
      case 'sourceLabels':
        return namesGateways || selects(stringRecord(value), request.sourceLabels ?? {});
      case 'sourceNamespace':
        return namesGateways || value === request.clientNamespace;
      case 'gateways':
        return asList(value).map(String).includes(request.gateway);
      default:
        // Query parameters and whatever else: the simulated requests have none.
        return false;
    }
  });
}

function matchesHeaders(value: unknown, headers: RouteRequest['headers']): boolean {
  return Object.entries(asRecord(value)).every(([name, pattern]) =>
    matchesHeader(pattern, headers[name.toLowerCase()]),
  );
}

/** An empty condition asks only that the header is there. */
function matchesHeader(pattern: unknown, text: string | undefined): boolean {
  if (text === undefined) return false;
  return Object.keys(asRecord(pattern)).length === 0 || matchesText(pattern, text);
}

function matchesText(pattern: unknown, text: string | undefined, ignoreCase = false): boolean {
  if (text === undefined) return false;
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  const { exact, prefix, regex } = asRecord(pattern);
  if (typeof exact === 'string') return fold(text) === fold(exact);
  if (typeof prefix === 'string') return fold(text).startsWith(fold(prefix));
  return typeof regex === 'string' && matchesPattern(regex, text);
}

/** RE2 over the whole text; a pattern that does not compile matches nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  try {
    return compileRegex(pattern)(text);
  } catch {
    return false;
  }
}
