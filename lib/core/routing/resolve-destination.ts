import type { Labels } from '../kubernetes/field-reader';
import type { RuleFinder } from './find-destination-rules';
import { looksLikeService, type HostRegistry, type KnownService } from './host-registry';
import type { DestinationDraft } from './route-draft';
import type { DeadReason, PlannedDestination, RouteProblem, RouteProblemCode } from './route-plan';

/** Where destinations are looked up. */
export interface Surroundings {
  readonly registry: HostRegistry;
  /** Absent where DestinationRules cannot be read. */
  readonly rules?: RuleFinder;
  readonly client: { readonly namespace: string; readonly labels: Labels };
  /** Whether a route may send to a backend of another namespace. */
  readonly isGranted: (draft: DestinationDraft) => boolean;
}

/** Finds the service and subset that a destination means for one client, and tells what is wrong with it. */
export function resolveDestination(
  draft: DestinationDraft,
  surroundings: Surroundings,
  tell: (problem: RouteProblem) => void,
): PlannedDestination {
  const { registry, client } = surroundings;
  const say = (code: RouteProblemCode, message: string, field = '') =>
    tell({ code, message, object: draft.object, path: `${draft.path}${field}` });
  const lookup =
    draft.host === '' || draft.isOpaque === true || draft.refused === 'unsupported-backend'
      ? undefined
      : registry.find(draft.host, client.namespace);
  const service = lookup?.state === 'found' ? lookup.service : undefined;
  const port = choosePort(draft, service);
  const subset = findSubset(draft, service, surroundings);
  const dead = judge();

  function judge(): DeadReason | null {
    if (draft.host === '') return draft.refused ?? 'missing-host';
    if (!surroundings.isGranted(draft)) {
      say('reference-not-granted', `No ReferenceGrant permits to send to ${draft.backend?.namespace}.`);
      return 'reference-not-granted';
    }
    if (lookup?.state === 'absent') {
      if (looksLikeService(registry, draft.host))
        say('incomplete-host', `${draft.host} is taken as it is: write the host in full.`);
      else say('unknown-host', `Nobody has the host ${draft.host}.`);
      return 'unknown-host';
    }
    if (draft.refused !== undefined) return draft.refused;
    if (service !== undefined && draft.port !== null && isForeignPort(service, draft.port)) {
      say('unknown-port', `${draft.host} has no port ${draft.port}.`);
      return 'unknown-port';
    }
    if (service !== undefined && draft.port === null && service.ports.length > 1)
      say('ambiguous-port', `${draft.host} has ${service.ports.length} ports, of which none is named.`);
    if (draft.subset !== null && subset === undefined && surroundings.rules !== undefined) {
      const where = `clients in ${client.namespace}`;
      say(
        'undefined-subset',
        `No DestinationRule that ${where} follow defines ${draft.subset} of ${draft.host}.`,
      );
      return 'undefined-subset';
    }
    return null;
  }

  const { writtenHost, host, weight, share, object, path, headers } = draft;
  return {
    host,
    writtenHost,
    subset: draft.subset,
    port,
    weight,
    share,
    object,
    path,
    service:
      service === undefined ? null : { kind: service.kind, namespace: service.namespace, name: service.name },
    subsetLabels: subset?.labels ?? null,
    subsetFrom: subset === undefined ? null : { object: subset.object, path: subset.path },
    dead,
    headers,
  };
}

function choosePort({ port }: DestinationDraft, service: KnownService | undefined): number | null {
  if (port !== null) return port;
  const [only, second] = service?.ports ?? [];
  return only === undefined || second !== undefined ? null : only.port;
}

/** A service whose ports nobody knows may have any. */
function isForeignPort({ ports }: KnownService, port: number): boolean {
  return ports.length > 0 && ports.every((one) => one.port !== port);
}

/** The first of the rules that count for the client that defines the subset. */
function findSubset(
  { host, subset }: DestinationDraft,
  service: KnownService | undefined,
  { rules, client }: Surroundings,
) {
  if (subset === null || rules === undefined || host === '') return undefined;
  for (const rule of rules.find(client, { host, namespace: service?.namespace ?? '' })) {
    const index = rule.subsets.findIndex(({ name }) => name === subset);
    const found = rule.subsets[index];
    if (found === undefined) continue;
    const { namespace = 'default', name } = rule;
    return {
      labels: found.labels,
      object: { kind: 'DestinationRule', namespace, name },
      path: `spec.subsets[${index}]`,
    };
  }
  return undefined;
}
