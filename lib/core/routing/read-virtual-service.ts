import { FieldReader } from '../kubernetes/field-reader';
import { asObject, type JsonObject } from '../kubernetes/json';
import { viewObject } from '../kubernetes/object-view';
import { fullGateway, MESH } from './full-gateway';
import { fullHost } from './full-host';
import { ProblemLog } from './problem-log';
import {
  readDirectResponse,
  readFaults,
  readHeaders,
  readOthers,
  readPercent,
  readPercentage,
  readRedirect,
  readRetries,
  readRewrite,
} from './read-actions';
import { readDestination, readDestinations, type Reading } from './read-destinations';
import { readMatches } from './read-matches';
import {
  NO_ACTIONS,
  type Inherited,
  type MatchDraft,
  type MirrorDraft,
  type RuleDraft,
  type VirtualServiceDraft,
  type VirtualServiceRule,
} from './route-draft';
import type { RouteProtocol } from './route-plan';

/** Reads what a VirtualService says; undefined for what has no name. Never throws. */
export function readVirtualService(object: unknown): VirtualServiceDraft | undefined {
  const { view, problems } = viewObject(object, () => ({}));
  if (view === undefined) return undefined;
  const { name, namespace = 'default', createdAt } = view;
  const place = { kind: 'VirtualService', namespace, name };
  const [fields, log] = [new FieldReader(), new ProblemLog(place)];
  const reading: Reading = { fields, log, namespace };
  const spec = fields.object(asObject(object)['spec'], 'spec') ?? {};
  const hosts = fields.texts(spec['hosts'], 'spec.hosts').map((host, index) => ({
    host: fullHost({ host, namespace }).toLowerCase(),
    path: `spec.hosts[${index}]`,
  }));
  const gateways = fields
    .texts(spec['gateways'], 'spec.gateways')
    .map((written) => fullGateway(written, namespace));
  const rules = [
    ...fields.objects(spec['http'], 'spec.http').map((one) => readHttpRule(reading, one.object, one.path)),
    ...readConnectionRules(reading, spec, 'tls'),
    ...readConnectionRules(reading, spec, 'tcp'),
  ];
  const exportTo = fields.texts(spec['exportTo'], 'spec.exportTo');
  log.addFields([...problems, ...fields.problems]);
  return {
    object: place,
    name,
    namespace,
    ...(createdAt === undefined ? {} : { createdAt }),
    hosts,
    // Gateways that cannot be read are not the mesh.
    gateways: isAbsent(spec['gateways']) ? [MESH] : gateways,
    exportTo,
    rules,
    problems: log.found,
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function readHttpRule(reading: Reading, route: JsonObject, path: string): VirtualServiceRule {
  const { fields, log, namespace } = reading;
  const redirect = readRedirect(fields, route['redirect'], `${path}.redirect`);
  const directResponse =
    redirect === null ? readDirectResponse(fields, route['directResponse'], `${path}.directResponse`) : null;
  const delegate = fields.object(route['delegate'], `${path}.delegate`);
  const delegateName = fields.text(delegate?.['name'], `${path}.delegate.name`);
  warnOfActions(log, route, path);
  const isAnswered = redirect !== null || directResponse !== null;
  const rule: RuleDraft = {
    name: fields.text(route['name'], `${path}.name`) ?? null,
    protocol: 'http',
    object: log.object,
    path,
    delegatedBy: null,
    matches: readMatches(fields, route['match'], `${path}.match`, namespace),
    // A redirect or an answer of the proxy goes before destinations.
    destinations: isAnswered ? [] : readDestinations(reading, route['route'], `${path}.route`),
    mirrors: isAnswered ? [] : readMirrors(reading, route, path),
    faults: readFaults(fields, log, route['fault'], `${path}.fault`),
    timeout: fields.text(route['timeout'], `${path}.timeout`) ?? null,
    retries: readRetries(fields, route['retries'], `${path}.retries`),
    redirect,
    rewrite: readRewrite(fields, route['rewrite'], `${path}.rewrite`),
    directResponse,
    headers: readHeaders(fields, route['headers'], `${path}.headers`),
    others: readOthers(route),
  };
  return {
    rule,
    own: ownFields(route),
    ...(delegate === undefined
      ? {}
      : {
          delegate: {
            name: delegateName ?? '',
            namespace: fields.text(delegate['namespace'], `${path}.delegate.namespace`) ?? namespace,
            path: `${path}.delegate`,
          },
        }),
  };
}

const ACTIONS = ['route', 'redirect', 'directResponse', 'delegate'] as const;

function warnOfActions(log: ProblemLog, route: JsonObject, path: string): void {
  const given = ACTIONS.filter((action) => !isAbsent(route[action]));
  if (given.length === 0)
    log.add('empty-rule', path, 'The rule has no route, redirect, direct response or delegate.');
  if (given.length > 1)
    log.add('conflicting-actions', path, `The rule has ${given.join(' and ')}, of which only one can be.`);
}

function ownFields(route: JsonObject): Set<Inherited> {
  const spelled: Readonly<Record<Inherited, readonly string[]>> = {
    rewrite: ['rewrite'],
    timeout: ['timeout'],
    retries: ['retries'],
    faults: ['fault'],
    mirrors: ['mirror', 'mirrors'],
    headers: ['headers'],
    others: ['corsPolicy'],
  };
  return new Set(
    (Object.keys(spelled) as Inherited[]).filter((one) =>
      spelled[one].some((field) => !isAbsent(route[field])),
    ),
  );
}

/** Mirrors get a copy of everything unless a percentage is named. */
function readMirrors(reading: Reading, route: JsonObject, path: string): MirrorDraft[] {
  const { fields } = reading;
  const several = fields.objects(route['mirrors'], `${path}.mirrors`).map(({ object: mirror, path: at }) => ({
    destination: readDestination(reading, mirror['destination'], `${at}.destination`),
    share: readPercentage(fields, mirror, at) ?? 1,
  }));
  if (fields.object(route['mirror'], `${path}.mirror`) === undefined) return several;
  const share =
    readPercentage(fields, route, path, 'mirrorPercentage') ??
    readPercent(fields, route['mirrorPercent'] ?? route['mirror_percent'], `${path}.mirrorPercent`) ??
    1;
  return [{ destination: readDestination(reading, route['mirror'], `${path}.mirror`), share }, ...several];
}

function readConnectionRules(
  reading: Reading,
  spec: JsonObject,
  protocol: Exclude<RouteProtocol, 'http'>,
): VirtualServiceRule[] {
  const { fields, log, namespace } = reading;
  return fields.objects(spec[protocol], `spec.${protocol}`).flatMap(({ object: route, path }) => {
    const matches = readMatches(fields, route['match'], `${path}.match`, namespace);
    const destinations = readDestinations(reading, route['route'], `${path}.route`);
    if (destinations.length === 0) log.add('empty-rule', path, 'The rule has no route.');
    const usable = protocol === 'tls' ? matches.filter(namesSni) : matches;
    if (protocol === 'tls' && (usable.length < matches.length || matches.length === 0))
      log.add('invalid-sni', path, 'A rule for TLS must match sniHosts: what does not has no effect.');
    if (protocol === 'tls' && usable.length === 0) return [];
    const rule: RuleDraft = {
      ...NO_ACTIONS,
      name: null,
      protocol,
      object: log.object,
      path,
      delegatedBy: null,
      matches: usable,
      destinations,
      mirrors: [],
    };
    return [{ rule, own: new Set<Inherited>() }];
  });
}

function namesSni({ conditions }: MatchDraft): boolean {
  return conditions.some(({ about }) => about === 'sni' || about === 'unreadable');
}
