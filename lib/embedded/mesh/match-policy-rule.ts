import { asList, asRecord } from './mesh-view';

type Fields = Readonly<Record<string, unknown>>;

/** What an AuthorizationPolicy may look at. */
export interface PolicyRequest {
  /** Without `spiffe://`; undefined where there is no mutual TLS to take it from. */
  readonly principal: string | undefined;
  readonly targetPort: number;
  /** Absent for TCP, and for ztunnel, which see no requests. */
  readonly http?: {
    readonly method: string;
    readonly path: string;
    readonly host: string;
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** Where a condition needs HTTP and there is none, the fields are judged as the policy's action demands. */
export type MissingHttp = 'never' | 'ignore';

/** Whether a rule matches: any of its sources, any of its operations and all of its conditions. */
export function matchesRule(
  rule: Fields,
  request: PolicyRequest,
  policyNamespace: string,
  missing: MissingHttp,
): boolean {
  const from = asList(rule['from']).map((entry) => asRecord(asRecord(entry)['source']));
  const to = asList(rule['to']).map((entry) => asRecord(asRecord(entry)['operation']));
  const when = asList(rule['when']).map(asRecord);
  return (
    (from.length === 0 || from.some((source) => matchesSource(source, request, policyNamespace, missing))) &&
    (to.length === 0 || to.some((operation) => matchesOperation(operation, request, missing))) &&
    when.every((condition) => matchesCondition(condition, request, missing))
  );
}

function matchesSource(
  source: Fields,
  request: PolicyRequest,
  policyNamespace: string,
  missing: MissingHttp,
): boolean {
  const { principal } = request;
  const { trustDomain, namespace, account } = parsePrincipal(principal);
  const accountNames = (value: string) => (value.includes('/') ? value : `${policyNamespace}/${value}`);
  return (
    matchesField(source, 'principals', expandTrustDomain(principal)) &&
    matchesField(source, 'namespaces', namespace) &&
    matchesField(source, 'trustDomains', trustDomain) &&
    matchesField(
      { ...mapValues(source, ['serviceAccounts', 'notServiceAccounts'], accountNames) },
      'serviceAccounts',
      account === undefined ? undefined : `${namespace}/${account}`,
    ) &&
    // The simulated requests carry no token and come from addresses that nobody predicts.
    matchesField(source, 'ipBlocks', undefined) &&
    matchesHttp(source, 'requestPrincipals', undefined, request, missing) &&
    matchesHttp(source, 'remoteIpBlocks', undefined, request, missing)
  );
}

function matchesOperation(operation: Fields, request: PolicyRequest, missing: MissingHttp): boolean {
  const { http } = request;
  return (
    matchesField(operation, 'ports', String(request.targetPort)) &&
    matchesHttp(operation, 'methods', http?.method, request, missing) &&
    matchesHttp(operation, 'paths', http?.path, request, missing, matchesPath) &&
    matchesHttp(operation, 'hosts', http?.host, request, missing)
  );
}

function matchesCondition(condition: Fields, request: PolicyRequest, missing: MissingHttp): boolean {
  const key = String(condition['key'] ?? '');
  const { trustDomain, namespace, account } = parsePrincipal(request.principal);
  const fields = { values: condition['values'], notValues: condition['notValues'] };
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header !== undefined || key.startsWith('request.')) {
    if (request.http === undefined) return missing === 'ignore';
    return matchesField(
      fields,
      'values',
      header === undefined ? undefined : request.http.headers[header.toLowerCase()],
    );
  }
  const known: Readonly<Record<string, string | undefined>> = {
    'source.principal': expandTrustDomain(request.principal),
    'source.namespace': namespace,
    'source.serviceAccount': account === undefined ? undefined : `${namespace}/${account}`,
    'source.trustDomain': trustDomain,
    'destination.port': String(request.targetPort),
  };
  return matchesField(fields, 'values', known[key]);
}

function matchesHttp(
  fields: Fields,
  name: string,
  value: string | undefined,
  { http }: PolicyRequest,
  missing: MissingHttp,
  test = matchesWildcard,
): boolean {
  if (http === undefined && (fields[name] !== undefined || fields[negated(name)] !== undefined))
    return missing === 'ignore';
  return matchesField(fields, name, value, test);
}

/** A field and its negation: nothing known fits no pattern, and so every negation. */
function matchesField(
  fields: Fields,
  name: string,
  value: string | undefined,
  test = matchesWildcard,
): boolean {
  const fits = (pattern: unknown) => value !== undefined && test(String(pattern), value);
  const wanted = asList(fields[name]);
  return (wanted.length === 0 || wanted.some(fits)) && !asList(fields[negated(name)]).some(fits);
}

function negated(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function matchesWildcard(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern === value;
}

/** `{*}` stands for one segment of a path, `{**}` for any number of them. */
function matchesPath(pattern: string, path: string): boolean {
  if (!pattern.includes('{')) return matchesWildcard(pattern, path);
  const wanted = pattern.split('/');
  const given = path.split('/');
  const rest = wanted.indexOf('{**}');
  if (rest === -1 && wanted.length !== given.length) return false;
  const heads = rest === -1 ? wanted : wanted.slice(0, rest);
  const tails = rest === -1 ? [] : wanted.slice(rest + 1);
  if (given.length < heads.length + tails.length) return false;
  const isSame = (want: string, got: string | undefined) => want === '{*}' || want === got;
  return (
    heads.every((want, index) => isSame(want, given[index])) &&
    tails.every((want, index) => isSame(want, given[given.length - tails.length + index]))
  );
}

function parsePrincipal(principal: string | undefined): {
  trustDomain: string | undefined;
  namespace: string | undefined;
  account: string | undefined;
} {
  const [, trustDomain, namespace, account] = /^([^/]+)\/ns\/([^/]+)\/sa\/(.+)$/.exec(principal ?? '') ?? [];
  return { trustDomain, namespace, account };
}

/** `cluster.local` stands for whatever trust domain the mesh has. */
function expandTrustDomain(principal: string | undefined): string | undefined {
  return principal?.replace(/^[^/]+\/ns\//, 'cluster.local/ns/');
}

function mapValues(fields: Fields, names: readonly string[], map: (value: string) => string): Fields {
  return Object.fromEntries(
    names.map((name) => [name, asList(fields[name]).map((value) => map(String(value)))]),
  );
}
