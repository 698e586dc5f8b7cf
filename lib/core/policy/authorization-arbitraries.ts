import fc from 'fast-check';
import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { CallFacts, RequestFacts } from './call-facts';
import { authorization } from './sample-authorization';

// Random policies and calls in a small world, where they meet, for tests of laws.

const NAMES = ['shop', 'front', 'dock'] as const;
const name = fc.constantFrom(...NAMES);
const principals = fc.constantFrom(
  '*',
  'cluster.local/ns/front/sa/web',
  'cluster.local/ns/front/*',
  '*/sa/api',
  'td.one/ns/shop/sa/api',
);

function field(values: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<object> {
  const one = fc.constantFrom(...Object.keys(values)).chain((key) => {
    const value = fc.uniqueArray(values[key] ?? fc.constant('*'), { minLength: 1, maxLength: 2 });
    const negated = `not${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    return fc.tuple(fc.constantFrom(key, key, negated), value);
  });
  return fc.array(one, { maxLength: 2 }).map((entries) => Object.fromEntries(entries));
}

const source = field({
  principals,
  namespaces: fc.constantFrom('*', 'f*', ...NAMES),
  serviceAccounts: fc.constantFrom('web', 'front/web', 'shop/api'),
  trustDomains: fc.constantFrom('*', 'cluster.local', 'td.one'),
  requestPrincipals: fc.constantFrom('*', 'idp/alice', '*/bob'),
  ipBlocks: fc.constant('10.0.0.0/8'),
});
const operation = field({
  hosts: fc.constantFrom('*', 'api', '*.shop'),
  ports: fc.constantFrom('8080', '8081'),
  methods: fc.constantFrom('*', 'GET', 'POST'),
  paths: fc.constantFrom('*', '/a', '/a/*', '/{*}/b', '/{**}'),
});
const condition = fc
  .constantFrom(
    ['source.namespace', 'front'],
    ['source.principal', '*'],
    ['destination.port', '8080'],
    ['request.headers[x]', '1'],
    ['request.auth.claims[a]', '1'],
    ['connection.sni', 'x'],
    ['source.colour', 'red'],
  )
  .chain(([key, value]) => fc.constantFrom({ key, values: [value] }, { key, notValues: [value] }));

const rule = fc.record(
  {
    from: fc.array(
      source.map((fields) => ({ source: fields })),
      { maxLength: 2 },
    ),
    to: fc.array(
      operation.map((fields) => ({ operation: fields })),
      { maxLength: 2 },
    ),
    when: fc.array(condition, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const action = fc.constantFrom('ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT', 'CUSTOM');

export interface RandomSpec {
  readonly action: string;
  readonly rules: readonly object[];
}
export const spec: fc.Arbitrary<RandomSpec> = fc.record({ action, rules: fc.array(rule, { maxLength: 3 }) });

export const randomPolicies: fc.Arbitrary<AuthorizationPolicyView[]> = fc
  .array(fc.tuple(name, spec, fc.constantFrom('false', 'false', 'true')), { maxLength: 4 })
  .map((all) =>
    all.map(([namespace, one, dryRun], index) =>
      authorization(`${namespace}/p${index}`, one, { 'istio.io/dry-run': dryRun }),
    ),
  );

const principal = fc.constantFrom(
  null,
  'cluster.local/ns/front/sa/web',
  'cluster.local/ns/shop/sa/api',
  'td.one/ns/shop/sa/api',
  'nobody',
);
const request: fc.Arbitrary<Required<RequestFacts>> = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/', '/a', '/a/b', '/c'),
  host: fc.constantFrom('api', 'API.shop'),
  requestPrincipal: fc.constantFrom(null, 'idp/alice'),
});

/** A call of which everything is known. */
export const knownCall: fc.Arbitrary<Required<CallFacts>> = fc.record({
  principal,
  port: fc.constantFrom(8080, 8081),
  http: fc.option(request, { nil: null }),
});

/** Which facts are hidden. */
export const mask = fc.record({
  principal: fc.boolean(),
  port: fc.boolean(),
  http: fc.boolean(),
  method: fc.boolean(),
  path: fc.boolean(),
  host: fc.boolean(),
  requestPrincipal: fc.boolean(),
});
export type Mask = typeof mask extends fc.Arbitrary<infer T> ? T : never;

export function hide(facts: CallFacts, mask: Mask): CallFacts {
  const http = facts.http === undefined || facts.http === null ? facts.http : hideRequest(facts.http, mask);
  return {
    ...(mask.principal || facts.principal === undefined ? {} : { principal: facts.principal }),
    ...(mask.port || facts.port === undefined ? {} : { port: facts.port }),
    ...(mask.http || http === undefined ? {} : { http }),
  };
}

function hideRequest({ method, path, host, requestPrincipal }: RequestFacts, mask: Mask): RequestFacts {
  return {
    ...(mask.method || method === undefined ? {} : { method }),
    ...(mask.path || path === undefined ? {} : { path }),
    ...(mask.host || host === undefined ? {} : { host }),
    ...(mask.requestPrincipal || requestPrincipal === undefined ? {} : { requestPrincipal }),
  };
}
