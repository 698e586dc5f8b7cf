import { isBlackHole, isPassthrough } from '../graph/node-identity';
import { joinKey } from '../mesh/join-key';
import { learnCalls } from '../telemetry/complete-calls';
import type { Call, CalledService, Party } from '../telemetry/traffic-sample';
import { HIDDEN_NAME, isVisible, type Visibility } from './visibility';

/** A call with both ends as they may be shown; undefined where neither of them may. */
export type MaskCall = <T extends Call>(call: T) => T | undefined;

/**
 * Names for hidden peers. Reports of different peers must stay apart until one reporter is chosen for each, else some
 * would be counted twice; what then is shown does not tell them apart.
 */
export class PeerNames {
  readonly #names = new Map<string, string>();

  of(key: string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `${HIDDEN_NAME} ${this.#names.size + 1}`;
    this.#names.set(key, name);
    return name;
  }
}

/**
 * Masks what is reported about calls. An end stands in a namespace that may be seen, or is nobody that anybody knows;
 * any other is `hidden` and keeps neither name, nor place, nor identity. A call counts where at least one end, or the
 * service that was called, may be seen. `calls` are all that are known: they tell what single reports leave out.
 * Without `peers` all that is hidden has one name.
 */
export function createCallMask(visibility: Visibility, calls: readonly Call[], peers?: PeerNames): MaskCall {
  if (visibility === 'all') return (call) => call;
  const complete = learnCalls(calls);
  const nameOf = (key: string) => peers?.of(key) ?? HIDDEN_NAME;
  const maskParty = (party: Party): Party => {
    const { cluster, namespace, workload, app, version } = party;
    if (isVisible(visibility, namespace)) return party;
    if (isNobody(party)) return party;
    // Reports are paired by cluster and workload, and without a workload by whatever else is known.
    const place = peers === undefined || cluster === undefined ? {} : { cluster };
    if (workload !== undefined)
      return { ...place, hidden: true, workload: nameOf(joinKey('party', cluster, namespace, workload)) };
    return {
      ...place,
      hidden: true,
      app: nameOf(joinKey('party', cluster, namespace, undefined, app, version)),
    };
  };
  /** Where nobody was reached, a place is that of nobody. */
  const maskReached = (party: Party): Party => {
    const { cluster, namespace, workload, app } = party;
    const isReached = workload !== undefined || app !== undefined;
    if (isReached || isVisible(visibility, namespace)) return maskParty(party);
    return cluster === undefined ? {} : { cluster };
  };
  const maskService = ({ service, destination }: Call, isOwn: boolean): CalledService => {
    const { host, name, namespace } = service;
    if (isVisible(visibility, namespace) || isEnvoysOwn(name ?? host)) return service;
    if (host === undefined && name === undefined) return {};
    const place = namespace ?? destination.namespace;
    // A host of nowhere is what the caller wrote: that is the caller's to know, and nobody else's.
    if ((place === undefined || visibility.has(place)) && isOwn && isOutside(service)) return service;
    return { hidden: true, name: nameOf(joinKey('service', namespace, name ?? host)), host: HIDDEN_NAME };
  };
  return (reported) => {
    const call = complete(reported);
    const isSourceSeen = isVisible(visibility, call.source.namespace);
    const isSeen =
      isSourceSeen ||
      isVisible(visibility, call.destination.namespace) ||
      isVisible(visibility, call.service.namespace);
    if (!isSeen) return undefined;
    const masked = {
      source: maskParty(call.source),
      service: maskService(call, isSourceSeen),
      destination: maskReached(call.destination),
    };
    // What may be shown stays as it was reported: whoever completes it does so once, with all that may be known.
    return {
      ...reported,
      source: masked.source === call.source ? reported.source : masked.source,
      service: masked.service === call.service ? reported.service : masked.service,
      destination:
        masked.destination === call.destination
          ? asReached(reported, call, masked.source)
          : masked.destination,
    };
  };
}

/** In which cluster somebody was reached may have followed from where the caller is, who may be hidden. */
function asReached(reported: Call, { destination: { cluster } }: Call, source: Party): Party {
  return source.hidden !== true || cluster === undefined
    ? reported.destination
    : { ...reported.destination, cluster };
}

/** An end of which no report tells anything. */
function isNobody({ workload, app, version, principal, namespace }: Party): boolean {
  return [workload, app, version, principal, namespace].every((field) => field === undefined);
}

/** Names that Envoy gives to what it does not know. */
function isEnvoysOwn(name: string | undefined): boolean {
  return isPassthrough(name) || isBlackHole(name);
}

/** Addresses, and hosts that no cluster gives to its services. */
function isOutside({ host = '', name = '' }: CalledService): boolean {
  return [host, name].every((text) => {
    if (text === '' || /^[\d.]+(:\d+)?$/.test(text)) return true;
    // `reviews`, `reviews.shop` and `reviews.shop.svc.cluster.local` may be services; `api.example.com` cannot.
    const parts = text.replace(/:\d+$/, '').split('.');
    return parts.length > 2 && !parts.includes('svc') && !/^(local|internal)$/.test(parts.at(-1) ?? '');
  });
}
