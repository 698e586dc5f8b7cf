// Kleene's three values: what is unknown stays unknown unless what is known settles it.

/** What an answer would need to know, and reports of proxies do not tell. */
export type MissingFact =
  | 'identity'
  | 'port'
  | 'path'
  | 'method'
  | 'host'
  | 'header'
  | 'token'
  | 'sourceAddress'
  | 'destinationAddress'
  | 'serverName'
  | 'filterState'
  | 'protocol'
  /** What an external authorizer answers. */
  | 'externalAuthorizer'
  /** A policy that cannot be read. */
  | 'policy'
  /** Who calls, or with which proxy. */
  | 'caller'
  /** How the connection is protected, or whether it comes about. */
  | 'connection'
  /** Which proxy stands before what is called. */
  | 'proxy'
  /** Which of several ports, subsets, pods or identities it is. */
  | 'way'
  /** Which service was called. */
  | 'service'
  /** What VirtualServices and routes would do. */
  | 'routing';

/** True, false, or not known, for want of these facts. */
export type Truth = boolean | readonly MissingFact[];

export function unknown(...needs: readonly MissingFact[]): Truth {
  return needs;
}

export function isUnknown(truth: Truth): truth is readonly MissingFact[] {
  return typeof truth !== 'boolean';
}

/** True of no truths at all. */
export function every(truths: readonly Truth[]): Truth {
  return settle(truths, false);
}

/** False of no truths at all. */
export function some(truths: readonly Truth[]): Truth {
  return settle(truths, true);
}

export function not(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

function settle(truths: readonly Truth[], settling: boolean): Truth {
  if (truths.includes(settling)) return settling;
  const needs = truths.filter(isUnknown).flat();
  return needs.length === 0 ? !settling : distinct(needs);
}

function distinct(needs: readonly MissingFact[]): MissingFact[] {
  return [...new Set(needs)].sort();
}
