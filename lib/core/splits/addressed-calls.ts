import type { PlannedDestination } from '../routing/route-plan';
import type { CallCount } from './call-count';

/** Names of a service, as a call or a destination gives them. */
type Named = Pick<CallCount['service'], 'host' | 'name' | 'namespace'>;

const indexes = new WeakMap<readonly CallCount[], ReadonlyMap<string, readonly CallCount[]>>();

/** Of all calls those to some services, each once: every route asks about few of the many services. */
export function callsTo(counts: readonly CallCount[], services: Iterable<Named>): readonly CallCount[] {
  let index = indexes.get(counts);
  if (index === undefined) indexes.set(counts, (index = indexCalls(counts)));
  const keys = new Set([...services].flatMap(keysOf));
  return [...new Set([...keys].flatMap((key) => index.get(key) ?? []))];
}

/** How a destination's service may be named in calls to it. */
export function namesOf({ host, service }: PlannedDestination): Named[] {
  return [
    { host },
    ...(service?.kind === 'Service' ? [{ name: service.name, namespace: service.namespace }] : []),
  ];
}

function indexCalls(counts: readonly CallCount[]): ReadonlyMap<string, readonly CallCount[]> {
  const index = new Map<string, CallCount[]>();
  for (const call of counts) {
    for (const key of keysOf(call.service)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [call]);
      else known.push(call);
    }
  }
  return index;
}

function keysOf({ host, name, namespace }: Named): string[] {
  return [
    ...(host === undefined || host === '' ? [] : [`host ${host}`]),
    ...(name === undefined || namespace === undefined ? [] : [`name ${namespace}/${name}`]),
  ];
}
