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
  const stripped = objects.filter((object) => readNamespace(object) === rootNamespace).map(bare);
  const usable = stripped.filter((spec) => spec !== undefined);
  // One that names somebody may decide anything: then nothing is known of what the root namespace declares.
  if (usable.length < stripped.length) return { objects: own, alsoKnown: [] };
  return {
    objects: [...own, ...distinct(usable).map((object) => rename(object, rootNamespace))],
    alsoKnown: [rootNamespace],
  };
}

/** What of an object names nobody; undefined where it says more than that. */
type Strip = (object: object) => JsonObject | undefined;

const BARE: Partial<Record<ResourceKind, Strip>> = {
  peerAuthentications: barePeerAuthentication,
  authorizationPolicies: bareAuthorizationPolicy,
};

/** Modes name nobody; Istio's ports of the root namespace belong to selectors, which are not for others. */
function barePeerAuthentication(object: object): JsonObject | undefined {
  const spec = asObject(asObject(object)['spec']);
  if (Object.keys(asObject(spec['selector'])).length > 0) return undefined;
  const mode = asText(asObject(spec['mtls'])['mode']);
  return { ...headOf(object), spec: mode === undefined ? {} : { mtls: { mode } } };
}

/** A policy that is for everybody and everything, or for nothing at all. */
function bareAuthorizationPolicy(object: object): JsonObject | undefined {
  const { action, rules, ...rest } = asObject(asObject(object)['spec']);
  if (Object.keys(rest).length > 0) return undefined;
  if (asArray(rules).some((rule) => Object.keys(asObject(rule)).length > 0)) return undefined;
  return {
    ...headOf(object),
    spec: { ...(action === undefined ? {} : { action }), ...(rules === undefined ? {} : { rules }) },
  };
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
