import { asArray, asObject, asText, type JsonObject } from '../kubernetes/json';
import { readName, readNamespace } from '../kubernetes/object-view';
import { RESOURCE_ADDRESSES, type ResourceKind } from '../kubernetes/resource-kinds';
import { HIDDEN_OBJECT_NAME, isVisible, type Visibility } from './visibility';

/** Objects as they may be shown, and namespaces besides the visible ones of which all that counts is among them. */
export interface MaskedObjects {
  readonly objects: readonly object[];
  readonly alsoKnown: readonly string[];
}

/**
 * Keeps objects of namespaces that may be seen. What the mesh's root namespace declares for every workload counts for
 * visible ones as well: it stays without its name, as far as it names nobody.
 */
export function maskObjects(
  kind: ResourceKind,
  objects: readonly object[],
  visibility: Visibility,
  rootNamespace: string,
): MaskedObjects {
  // The mesh's own settings are nobody's object.
  if (visibility === 'all' || kind === 'meshConfigs') return { objects, alsoKnown: [] };
  const placeOf = RESOURCE_ADDRESSES[kind].namespaced ? readNamespace : readName;
  const own = objects.filter((object) => isVisible(visibility, placeOf(object)));
  if (visibility.has(rootNamespace)) return { objects: own, alsoKnown: [] };
  const bare = BARE[kind];
  if (bare === undefined) return { objects: own, alsoKnown: [] };
  const stripped = objects
    .filter((object) => readNamespace(object) === rootNamespace)
    .map((object) => bare(object, visibility));
  // One that names somebody may decide anything: then nothing is known of what the root namespace declares.
  if (stripped.includes('unknown')) return { objects: own, alsoKnown: [] };
  const usable = stripped.filter((one) => one !== 'unknown' && one !== 'nothing');
  return {
    objects: [...own, ...distinct(usable).map((object) => rename(object, rootNamespace))],
    alsoKnown: [rootNamespace],
  };
}

/** What of an object names nobody: `nothing` where it is for others alone, `unknown` where it may be for anybody. */
type Strip = (object: object, visibility: ReadonlySet<string>) => JsonObject | 'nothing' | 'unknown';

const BARE: Partial<Record<ResourceKind, Strip>> = {
  peerAuthentications: barePeerAuthentication,
  authorizationPolicies: bareAuthorizationPolicy,
  destinationRules: bareDestinationRule,
};

/** Modes name nobody. With a selector it is for workloads of the root namespace. */
function barePeerAuthentication(object: object): JsonObject | 'nothing' {
  const spec = asObject(asObject(object)['spec']);
  if (Object.keys(asObject(spec['selector'])).length > 0) return 'nothing';
  const mode = asText(asObject(spec['mtls'])['mode']);
  return { ...headOf(object), spec: mode === undefined ? {} : { mtls: { mode } } };
}

/** A policy that is for everybody and everything, or for nothing at all. */
function bareAuthorizationPolicy(object: object): JsonObject | 'unknown' {
  const { action, rules, ...rest } = asObject(asObject(object)['spec']);
  if (Object.keys(rest).length > 0) return 'unknown';
  if (asArray(rules).some((rule) => Object.keys(asObject(rule)).length > 0)) return 'unknown';
  return {
    ...headOf(object),
    spec: { ...(action === undefined ? {} : { action }), ...(rules === undefined ? {} : { rules }) },
  };
}

/** How callers speak to hosts that are visible, or to all of them. */
function bareDestinationRule(object: object, visibility: ReadonlySet<string>): JsonObject | 'nothing' {
  const { host, exportTo, trafficPolicy } = asObject(asObject(object)['spec']);
  const written = asText(host) ?? '';
  const namespace = /(?:^|\.)([a-z0-9-]+)\.svc(?:\.|$)/.exec(written)?.[1];
  const isForAll = /^\*(\.local|\.svc(\.[a-z0-9.-]+)?)?$/.test(written);
  const places = asArray(exportTo).map(asText);
  const isExported =
    places.length === 0 || places.some((place) => place === '*' || isVisible(visibility, place));
  if (!isExported || !(isForAll || isVisible(visibility, namespace))) return 'nothing';
  const { portLevelSettings, tls } = asObject(trafficPolicy);
  const ports = asArray(portLevelSettings).map((setting) => {
    const { port, tls: own } = asObject(setting);
    return { port, ...modeOf(own) };
  });
  return {
    ...headOf(object),
    spec: {
      host: written,
      trafficPolicy: { ...modeOf(tls), ...(ports.length === 0 ? {} : { portLevelSettings: ports }) },
    },
  };
}

/** Certificates and names belong to whoever wrote them. */
function modeOf(tls: unknown): JsonObject {
  const mode = asText(asObject(tls)['mode']);
  return mode === undefined ? {} : { tls: { mode } };
}

function headOf(object: object): JsonObject {
  const { apiVersion, kind, metadata } = asObject(object);
  const { creationTimestamp } = asObject(metadata);
  return { apiVersion, kind, metadata: creationTimestamp === undefined ? {} : { creationTimestamp } };
}

function rename(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...asObject(object['metadata']), namespace, name: HIDDEN_OBJECT_NAME } };
}

/** How many there are is nobody's business. */
function distinct(objects: readonly JsonObject[]): JsonObject[] {
  return [...new Map(objects.map((object) => [JSON.stringify(object['spec']), object])).values()];
}
