import type { DocumentProblem } from '@/lib/contracts/what-if';
import {
  viewAuthorizationPolicy,
  type AuthorizationPolicyView,
} from '@/lib/core/kubernetes/authorization-policy-view';
import { viewDestinationRule, type DestinationRuleView } from '@/lib/core/kubernetes/destination-rule-view';
import { viewGatewayRoute, type GatewayRouteView } from '@/lib/core/kubernetes/gateway-route-view';
import { asObject, asText, type JsonObject } from '@/lib/core/kubernetes/json';
import type { ObjectView, Viewed } from '@/lib/core/kubernetes/object-view';
import {
  viewPeerAuthentication,
  type PeerAuthenticationView,
} from '@/lib/core/kubernetes/peer-authentication-view';
import { viewVirtualService, type VirtualServiceView } from '@/lib/core/kubernetes/virtual-service-view';
import { attributeOf } from '@/lib/core/policy/policy-attributes';
import { readDocuments, type PastedObject } from './read-documents';

/** What was pasted, by kind. */
export interface PastedPolicies {
  readonly peerAuthentications: readonly PeerAuthenticationView[];
  readonly authorizationPolicies: readonly AuthorizationPolicyView[];
  readonly destinationRules: readonly DestinationRuleView[];
  readonly virtualServices: readonly VirtualServiceView[];
  readonly routes: readonly GatewayRouteView[];
  readonly problems: readonly DocumentProblem[];
  /** What is read of a kind, as it would be in the cluster. */
  rawOf(kind: string): readonly JsonObject[];
  /** Where an object, or one of its rules, stands in the text. */
  lineOf(kind: string, place: { namespace: string; name: string; rule?: number }): number | undefined;
}

const GROUPS: Readonly<Record<string, string>> = {
  PeerAuthentication: 'security.istio.io',
  AuthorizationPolicy: 'security.istio.io',
  DestinationRule: 'networking.istio.io',
  VirtualService: 'networking.istio.io',
  HTTPRoute: 'gateway.networking.k8s.io',
};

/** What the cluster notes of an object, which is not its own to say. */
const NOTES = new Set([
  'creationTimestamp',
  'uid',
  'resourceVersion',
  'generation',
  'managedFields',
  'selfLink',
]);

/** Reads the objects that somebody would apply; those that the cluster would refuse are left out with a problem. */
export function readPastedObjects(text: string): PastedPolicies {
  const { objects, problems: broken } = readDocuments(text);
  const problems: DocumentProblem[] = [...broken];
  const known = objects.flatMap((pasted) => {
    const problem = refuse(pasted);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined ? [settle(pasted)] : [];
  });
  const lines = new Map<string, PastedObject>();
  const read = <T extends ObjectView & { readonly malformed?: string }>(
    kind: string,
    view: (object: unknown) => Viewed<T>,
    check: (one: T) => string | undefined = () => undefined,
  ): T[] => {
    const found = new Map<string, T>();
    for (const pasted of known.filter(({ object }) => object['kind'] === kind)) {
      const { view: seen, problems: fields } = view(pasted.object);
      const [wrong] = fields;
      const message = wrong === undefined ? seen && check(seen) : `${wrong.path} ${wrong.message}`;
      if (seen === undefined || message !== undefined) {
        problems.push({
          ...at(pasted),
          code: 'malformed-object',
          message: `${message ?? 'It cannot be read'}.`,
          isLeftOut: true,
        });
        continue;
      }
      if (seen.namespace === undefined) {
        const assumed = 'It names no namespace: it is taken as one of the namespace default.';
        problems.push({ ...at(pasted), code: 'namespace-assumed', message: assumed, isLeftOut: false });
      }
      // Of two of one name the later is what remains.
      const key = keyOf(kind, seen);
      found.set(key, { ...seen, namespace: seen.namespace ?? 'default' });
      lines.set(key, pasted);
    }
    return [...found.values()];
  };
  return {
    peerAuthentications: read('PeerAuthentication', viewPeerAuthentication, checkPeerAuthentication),
    authorizationPolicies: read('AuthorizationPolicy', viewAuthorizationPolicy, checkAuthorization),
    destinationRules: read('DestinationRule', viewDestinationRule),
    virtualServices: read('VirtualService', viewVirtualService),
    routes: read('HTTPRoute', viewGatewayRoute),
    problems: problems.sort((a, b) => a.document - b.document),
    rawOf: (kind) =>
      [...lines.values()].flatMap(({ object }) => (object['kind'] === kind ? [inNamespace(object)] : [])),
    lineOf(kind, place) {
      const pasted = lines.get(keyOf(kind, place));
      return place.rule === undefined ? pasted?.line : (pasted?.ruleLines[place.rule] ?? pasted?.line);
    },
  };
}

function inNamespace(object: JsonObject): JsonObject {
  const metadata = asObject(object['metadata']);
  return { ...object, metadata: { ...metadata, namespace: metadata['namespace'] ?? 'default' } };
}

function keyOf(kind: string, { namespace = 'default', name }: { namespace?: string; name: string }): string {
  return `${kind} ${namespace}/${name}`;
}

function at({ document, line }: PastedObject): Pick<DocumentProblem, 'document' | 'line'> {
  return { document, line };
}

function refuse(pasted: PastedObject): DocumentProblem | undefined {
  const { object } = pasted;
  const kind = asText(object['kind']);
  const version = asText(object['apiVersion']);
  const group = kind !== undefined && Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined;
  if (kind === undefined || version === undefined)
    return {
      ...at(pasted),
      code: 'malformed-object',
      message: 'apiVersion or kind is missing.',
      isLeftOut: true,
    };
  if (group !== undefined && version.startsWith(`${group}/`)) return undefined;
  const kinds = Object.keys(GROUPS).join(', ');
  const message = `What it does is not worked out: only ${kinds} are, of Istio's and the Gateway API's groups.`;
  return { ...at(pasted), code: 'unsupported-kind', message, isLeftOut: true };
}

/** The object as it would be in the cluster. */
function settle(pasted: PastedObject): PastedObject {
  const metadata = asObject(pasted.object['metadata']);
  const own = Object.entries(metadata).filter(([field]) => !NOTES.has(field));
  return { ...pasted, object: { ...pasted.object, metadata: Object.fromEntries(own) } };
}

/** Istio's own checks refuse these, so that they cannot be applied. */
function checkAuthorization({
  action,
  rules,
  selector,
  targets,
}: AuthorizationPolicyView): string | undefined {
  if ((action === 'DENY' || action === 'CUSTOM') && rules.length === 0)
    return `Istio refuses ${action} without rules: spec.rules is missing`;
  if (Object.keys(selector).length > 0 && targets.length > 0)
    return 'Istio refuses a selector beside targetRefs: leave out one of the two';
  const strange = rules.flatMap(({ when }) => when).find(({ key }) => attributeOf(key) === undefined);
  return strange === undefined
    ? undefined
    : 'Istio does not know the key of one of the conditions in spec.rules';
}

function checkPeerAuthentication({ selector, modeByPort }: PeerAuthenticationView): string | undefined {
  return modeByPort.size > 0 && Object.keys(selector).length === 0
    ? 'Istio refuses spec.portLevelMtls without a selector'
    : undefined;
}
