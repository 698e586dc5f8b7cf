import type { MissingFact } from './truth';

/** What rules may ask about. */
export interface PolicyAttribute {
  /** What must be known to judge it. */
  readonly needs: MissingFact;
  /** Only requests have it: a proxy that sees connections alone cannot judge it. */
  readonly isHttp: boolean;
  /** Whether ztunnel judges it. */
  readonly isSeenByZtunnel: boolean;
}

const BOTH = { isHttp: false, isSeenByZtunnel: true };
const ENVOY = { isHttp: false, isSeenByZtunnel: false };
const HTTP = { isHttp: true, isSeenByZtunnel: false };

const ATTRIBUTES: ReadonlyMap<string, PolicyAttribute> = new Map([
  ['source.principal', { needs: 'identity', ...BOTH }],
  ['source.namespace', { needs: 'identity', ...BOTH }],
  ['source.serviceAccount', { needs: 'identity', ...BOTH }],
  ['source.trustDomain', { needs: 'identity', ...ENVOY }],
  ['source.ip', { needs: 'sourceAddress', ...BOTH }],
  ['remote.ip', { needs: 'sourceAddress', ...ENVOY }],
  ['destination.ip', { needs: 'destinationAddress', ...BOTH }],
  ['destination.port', { needs: 'port', ...BOTH }],
  ['connection.sni', { needs: 'serverName', ...ENVOY }],
  ['request.host', { needs: 'host', ...HTTP }],
  ['request.method', { needs: 'method', ...HTTP }],
  ['request.path', { needs: 'path', ...HTTP }],
  ['request.auth.principal', { needs: 'token', ...HTTP }],
  ['request.auth.audiences', { needs: 'token', ...HTTP }],
  ['request.auth.presenter', { needs: 'token', ...HTTP }],
]);

/**
 * The attribute that a rule names; undefined for one that Istio does not have, whose rule it leaves out.
 * https://istio.io/latest/docs/reference/config/security/conditions/
 */
export function attributeOf(key: string): PolicyAttribute | undefined {
  const known = ATTRIBUTES.get(key);
  if (known !== undefined) return known;
  if (/^request\.headers\[.+\]$/.test(key)) return { needs: 'header', ...HTTP };
  if (/^request\.auth\.claims(\[.+\])+$/.test(key)) return { needs: 'token', ...HTTP };
  return /^experimental\.envoy\.filters\..+\[.+\]$/.test(key)
    ? { needs: 'filterState', ...ENVOY }
    : undefined;
}
