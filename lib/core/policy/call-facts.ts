/** What is known of a call as the proxy sees it that lets it in or not. What is absent is not known. */
export interface CallFacts {
  /** The caller's, as its certificate says, without `spiffe://`; null for plaintext, which has none. */
  readonly principal?: string | null;
  /** The port of the pods that are called; at a waypoint the service's. */
  readonly port?: number;
  /** Null for connections of which the proxy sees no requests. */
  readonly http?: RequestFacts | null;
}

/** What is known of a request. */
export interface RequestFacts {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  /** The issuer and the subject of its token, as `issuer/subject`; null without a token. */
  readonly requestPrincipal?: string | null;
}

/** What a principal says: `<trust domain>/ns/<namespace>/sa/<account>`. */
export interface Identity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly account: string;
}

/** Undefined of a principal that is not one of Istio's. */
export function parsePrincipal(principal: string): Identity | undefined {
  const [, trustDomain, namespace, account] = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
  if (trustDomain === undefined || namespace === undefined || account === undefined) return undefined;
  return { trustDomain, namespace, account };
}

/** A principal as policies write it: without `spiffe://`, with which metrics do. */
export function barePrincipal(principal: string): string {
  return principal.startsWith('spiffe://') ? principal.slice('spiffe://'.length) : principal;
}
