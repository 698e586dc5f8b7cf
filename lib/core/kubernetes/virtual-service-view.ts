import type { FieldReader } from './field-reader';
import type { JsonObject } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

/** Where a route sends traffic. */
export interface RouteDestination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
  /** As written; absent means all for a single destination, and nothing among several. */
  readonly weight?: number;
}

export interface HttpRouteView {
  readonly name?: string;
  /** How many alternative conditions; 0 matches every request. */
  readonly matchCount: number;
  readonly destinations: readonly RouteDestination[];
  readonly mirrors: readonly RouteDestination[];
  readonly delegate?: { readonly name: string; readonly namespace?: string };
  readonly redirects: boolean;
  readonly answersDirectly: boolean;
  readonly injectsFault: boolean;
  /** As written, for instance `3s`. */
  readonly timeout?: string;
}

/** A route for TCP or TLS connections. */
export interface ConnectionRouteView {
  readonly matchCount: number;
  readonly destinations: readonly RouteDestination[];
}

export interface VirtualServiceView extends ObjectView {
  readonly hosts: readonly string[];
  /** As written; empty means the mesh itself. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly http: readonly HttpRouteView[];
  readonly tcp: readonly ConnectionRouteView[];
  readonly tls: readonly ConnectionRouteView[];
}

/** Reads networking.istio.io VirtualService, any version. */
export function viewVirtualService(object: unknown): Viewed<VirtualServiceView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    return {
      hosts: fields.texts(spec['hosts'], 'spec.hosts'),
      gateways: fields.texts(spec['gateways'], 'spec.gateways'),
      exportTo: fields.texts(spec['exportTo'], 'spec.exportTo'),
      http: fields
        .objects(spec['http'], 'spec.http')
        .map(({ object: route, path }) => readHttpRoute(fields, route, path)),
      tcp: readConnectionRoutes(fields, spec['tcp'], 'spec.tcp'),
      tls: readConnectionRoutes(fields, spec['tls'], 'spec.tls'),
    };
  });
}

function readConnectionRoutes(fields: FieldReader, value: unknown, path: string): ConnectionRouteView[] {
  return fields.objects(value, path).map(({ object: route, path: at }) => ({
    matchCount: fields.list(route['match'], `${at}.match`).length,
    destinations: readDestinations(fields, route['route'], `${at}.route`),
  }));
}

function readHttpRoute(fields: FieldReader, route: JsonObject, path: string): HttpRouteView {
  const name = fields.text(route['name'], `${path}.name`);
  const timeout = fields.text(route['timeout'], `${path}.timeout`);
  const delegate = fields.object(route['delegate'], `${path}.delegate`);
  const delegateName = fields.text(delegate?.['name'], `${path}.delegate.name`);
  const delegateNamespace = fields.text(delegate?.['namespace'], `${path}.delegate.namespace`);
  const single = readDestination(fields, route['mirror'], `${path}.mirror`);
  const several = readDestinations(fields, route['mirrors'], `${path}.mirrors`);
  return {
    ...(name !== undefined && { name }),
    matchCount: fields.list(route['match'], `${path}.match`).length,
    destinations: readDestinations(fields, route['route'], `${path}.route`),
    mirrors: single === undefined ? several : [single, ...several],
    ...(delegateName !== undefined && {
      delegate: {
        name: delegateName,
        ...(delegateNamespace !== undefined && { namespace: delegateNamespace }),
      },
    }),
    redirects: fields.object(route['redirect'], `${path}.redirect`) !== undefined,
    answersDirectly: fields.object(route['directResponse'], `${path}.directResponse`) !== undefined,
    injectsFault: Object.keys(fields.object(route['fault'], `${path}.fault`) ?? {}).length > 0,
    ...(timeout !== undefined && { timeout }),
  };
}

function readDestinations(fields: FieldReader, value: unknown, path: string): RouteDestination[] {
  return fields.objects(value, path).flatMap(({ object: leg, path: at }) => {
    const destination = readDestination(fields, leg['destination'], `${at}.destination`);
    const weight = fields.count(leg['weight'], `${at}.weight`);
    if (destination === undefined) {
      if (leg['destination'] === undefined) fields.refuse(`${at}.destination`, 'is missing');
      return [];
    }
    return [{ ...destination, ...(weight !== undefined && { weight }) }];
  });
}

function readDestination(fields: FieldReader, value: unknown, path: string): RouteDestination | undefined {
  const destination = fields.object(value, path);
  if (destination === undefined) return undefined;
  const host = fields.text(destination['host'], `${path}.host`);
  if (host === undefined) return fields.refuse(`${path}.host`, 'is missing');
  const subset = fields.text(destination['subset'], `${path}.subset`);
  const port = fields.count(
    fields.object(destination['port'], `${path}.port`)?.['number'],
    `${path}.port.number`,
  );
  return { host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) };
}
