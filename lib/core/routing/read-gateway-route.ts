import { FieldReader } from '../kubernetes/field-reader';
import { asObject, type JsonObject } from '../kubernetes/json';
import { viewObject } from '../kubernetes/object-view';
import { ProblemLog } from './problem-log';
import { readBackends } from './read-backends';
import type { Reading } from './read-destinations';
import { readFilters } from './read-filters';
import { readGrpcMatches, readHttpMatches, type RankedMatch } from './read-gateway-matches';
import {
  NO_ACTIONS,
  type GatewayRouteDraft,
  type ParentReference,
  type RankedRule,
  type RuleDraft,
} from './route-draft';
import type { PlannedRetries, RouteProtocol } from './route-plan';

export type GatewayRouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute';

const PROTOCOLS: Readonly<Record<GatewayRouteKind, RouteProtocol>> = {
  HTTPRoute: 'http',
  GRPCRoute: 'http',
  TLSRoute: 'tls',
  TCPRoute: 'tcp',
};

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
/** Parents that Istio attaches routes to, as `group/kind`. */
const PARENTS: Readonly<Record<string, string>> = {
  [`${GATEWAY_GROUP}/Gateway`]: 'Gateway',
  '/Service': 'Service',
  'networking.istio.io/ServiceEntry': 'ServiceEntry',
};

/** Reads what a route of the Gateway API says; undefined for what has no name. Never throws. */
export function readGatewayRoute(object: unknown, kind: GatewayRouteKind): GatewayRouteDraft | undefined {
  const { view, problems } = viewObject(object, () => ({}));
  if (view === undefined) return undefined;
  const { name, namespace = 'default', createdAt } = view;
  const place = { kind, namespace, name };
  const [fields, log] = [new FieldReader(), new ProblemLog(place)];
  const reading: Reading = { fields, log, namespace };
  const spec = fields.object(asObject(object)['spec'], 'spec') ?? {};
  const protocol = PROTOCOLS[kind];
  const hostnames =
    protocol === 'tcp'
      ? []
      : fields.texts(spec['hostnames'], 'spec.hostnames').map((host) => host.toLowerCase());
  const rules = fields
    .objects(spec['rules'], 'spec.rules')
    .flatMap(({ object: rule, path }) =>
      protocol === 'http'
        ? readRequestRule(reading, kind, rule, path)
        : [readConnectionRule(reading, protocol, rule, path, hostnames)],
    );
  const parents = fields
    .objects(spec['parentRefs'], 'spec.parentRefs')
    .flatMap((one) => readParent(reading, one.object, one.path));
  log.addFields([...problems, ...fields.problems]);
  return {
    object: place,
    name,
    namespace,
    ...(createdAt === undefined ? {} : { createdAt }),
    protocol,
    hostnames,
    parents,
    rules,
    problems: log.found,
  };
}

function readParent(
  { fields, log, namespace }: Reading,
  parent: JsonObject,
  path: string,
): ParentReference[] {
  const group =
    parent['group'] === '' ? '' : (fields.text(parent['group'], `${path}.group`) ?? GATEWAY_GROUP);
  const written = fields.text(parent['kind'], `${path}.kind`) ?? 'Gateway';
  const name = fields.text(parent['name'], `${path}.name`);
  const kind = PARENTS[`${group}/${written}`];
  if (kind === undefined || name === undefined) {
    log.add('unknown-parent', path, `The parent is no Gateway, Service or ServiceEntry that has a name.`);
    return [];
  }
  const sectionName = fields.text(parent['sectionName'], `${path}.sectionName`);
  const port = fields.count(parent['port'], `${path}.port`);
  return [
    {
      kind,
      name,
      namespace: fields.text(parent['namespace'], `${path}.namespace`) ?? namespace,
      ...(sectionName === undefined ? {} : { sectionName }),
      ...(port === undefined ? {} : { port }),
      path,
    },
  ];
}

function readRequestRule(
  reading: Reading,
  kind: GatewayRouteKind,
  rule: JsonObject,
  path: string,
): RankedRule[] {
  const { fields, log } = reading;
  const read = kind === 'GRPCRoute' ? readGrpcMatches : readHttpMatches;
  const alternatives: RankedMatch[] = read(fields, rule['matches'], `${path}.matches`);
  const filters = readFilters(reading, rule['filters'], `${path}.filters`);
  const destinations =
    filters.redirect === null ? readBackends(reading, rule['backendRefs'], `${path}.backendRefs`) : [];
  const timeouts = fields.object(rule['timeouts'], `${path}.timeouts`);
  const isDead = filters.redirect === null && destinations.every(({ share }) => share === 0);
  if (filters.redirect === null && destinations.length === 0)
    log.add('empty-rule', path, 'The rule has no backend: requests are answered with 500.');
  const draft: Omit<RuleDraft, 'matches'> = {
    name: fields.text(rule['name'], `${path}.name`) ?? null,
    protocol: 'http',
    object: log.object,
    path,
    delegatedBy: null,
    destinations,
    mirrors: filters.mirrors,
    faults: [],
    timeout:
      fields.text(timeouts?.['request'], `${path}.timeouts.request`) ??
      fields.text(timeouts?.['backendRequest'], `${path}.timeouts.backendRequest`) ??
      null,
    retries: readRetry(reading, rule['retry'], `${path}.retry`),
    redirect: filters.redirect,
    rewrite: filters.rewrite,
    // Without anything to send to, the proxy answers by itself.
    directResponse: isDead ? { status: 500, path: `${path}.backendRefs` } : null,
    headers: filters.headers,
    others: filters.others,
  };
  return alternatives.map(({ match, rank }) => ({ rule: { ...draft, matches: [match] }, rank }));
}

/** An absent number of attempts is Istio's, 2. */
function readRetry({ fields }: Reading, value: unknown, path: string): PlannedRetries | null {
  const retry = fields.object(value, path);
  if (retry === undefined) return null;
  const codes = fields
    .list(retry['codes'], `${path}.codes`)
    .flatMap((code, index) => fields.count(code, `${path}.codes[${index}]`) ?? []);
  return {
    attempts: fields.count(retry['attempts'], `${path}.attempts`) ?? 2,
    perTryTimeout: null,
    retryOn: codes.length === 0 ? null : codes.join(','),
    path,
  };
}

function readConnectionRule(
  reading: Reading,
  protocol: RouteProtocol,
  rule: JsonObject,
  path: string,
  hostnames: readonly string[],
): RankedRule {
  const destinations = readBackends(reading, rule['backendRefs'], `${path}.backendRefs`);
  if (destinations.length === 0)
    reading.log.add('empty-rule', path, 'The rule has no backend: connections are closed.');
  const asked =
    hostnames.length === 0
      ? []
      : [{ about: 'sni', test: { kind: 'oneOf', values: hostnames.toSorted() } } as const];
  return {
    rank: [0],
    rule: {
      name: reading.fields.text(rule['name'], `${path}.name`) ?? null,
      protocol,
      object: reading.log.object,
      path,
      delegatedBy: null,
      matches: [{ raw: hostnames.length === 0 ? {} : { hostnames }, path, gateways: [], conditions: asked }],
      destinations,
      mirrors: [],
      ...NO_ACTIONS,
    },
  };
}
