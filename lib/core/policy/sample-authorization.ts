import {
  viewAuthorizationPolicy,
  type AuthorizationPolicyView,
} from '../kubernetes/authorization-policy-view';
import type { CallFacts } from './call-facts';
import { decideCall } from './decide-call';
import type { PolicyEnforcer } from './policy-subject';
import type { PolicyVerdict } from './verdict';

// Makers of policies and calls, for tests.

/** An AuthorizationPolicy at `namespace/name` with a spec as it is written. */
export function authorization(
  place: string,
  spec: unknown,
  annotations: Readonly<Record<string, string>> = {},
): AuthorizationPolicyView {
  const [namespace, name] = place.split('/');
  const { view } = viewAuthorizationPolicy({ metadata: { namespace, name, annotations }, spec });
  if (view === undefined) throw new Error(`${place} cannot be read.`);
  return view;
}

export const WEB = 'cluster.local/ns/front/sa/web';

/** A request of which everything is known, from `front/web` by mutual TLS to port 8080. */
export const REQUEST: CallFacts = {
  principal: WEB,
  port: 8080,
  http: { method: 'GET', path: '/items/7', host: 'api.shop', requestPrincipal: null },
};
/** The same without a certificate. */
export const PLAINTEXT: CallFacts = { ...REQUEST, principal: null };
/** A connection of which no requests are seen. */
export const CONNECTION: CallFacts = { ...REQUEST, http: null };
/** What reports of proxies tell of a request by mutual TLS. */
export const REPORTED: CallFacts = { principal: WEB, port: 8080, http: {} };

export interface SampleQuestion {
  readonly facts?: CallFacts;
  readonly enforcer?: PolicyEnforcer;
  readonly trustDomains?: readonly string[];
}

/** The verdict of policies with these specs, in the namespace `shop`. */
export function judge(
  specs: readonly unknown[],
  { facts = REQUEST, enforcer = 'sidecar', trustDomains = ['cluster.local'] }: SampleQuestion = {},
): PolicyVerdict {
  const policies = specs.map((spec, index) => authorization(`shop/p${index}`, spec));
  return decideCall(policies, facts, { enforcer, trustDomains });
}

export const source = (fields: object) => ({ from: [{ source: fields }] });
export const operation = (fields: object) => ({ to: [{ operation: fields }] });
export const when = (key: string, fields: object) => ({ when: [{ key, ...fields }] });
export const allow = (...rules: readonly object[]) => ({ action: 'ALLOW', rules });
export const deny = (...rules: readonly object[]) => ({ action: 'DENY', rules });
