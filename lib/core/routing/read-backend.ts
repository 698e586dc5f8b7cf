import type { JsonObject } from '../kubernetes/json';
import { serviceHost } from './full-host';
import type { Reading } from './read-destinations';
import type { DestinationDraft } from './route-draft';

/** Kinds of backends, as `group/kind`, that lead somewhere Telltale cannot look up. */
const OPAQUE = new Set([
  'multicluster.x-k8s.io/ServiceImport',
  'inference.networking.k8s.io/InferencePool',
  'inference.networking.x-k8s.io/InferencePool',
  'gateway.networking.x-k8s.io/XBackend',
]);

/** One backend, which alone gets everything. */
export function readBackend(
  { fields, log, namespace }: Reading,
  leg: JsonObject,
  path: string,
): DestinationDraft {
  const group = fields.text(leg['group'], `${path}.group`) ?? '';
  const kind = fields.text(leg['kind'], `${path}.kind`) ?? 'Service';
  const name = fields.text(leg['name'], `${path}.name`) ?? '';
  const place = fields.text(leg['namespace'], `${path}.namespace`) ?? namespace;
  const port = fields.count(leg['port'], `${path}.port`) ?? null;
  const draft: DestinationDraft = {
    writtenHost: name,
    host: '',
    subset: null,
    port,
    weight: null,
    share: 1,
    object: log.object,
    path,
    headers: [],
  };
  if (name === '') {
    log.add('missing-host', `${path}.name`, 'The backend has no name.');
    return { ...draft, refused: 'missing-host' };
  }
  const backend = { namespace: place, name };
  if (group === '' && kind === 'Service') {
    const service = { ...draft, host: serviceHost(backend), backend };
    if (port !== null) return service;
    log.add('unknown-port', `${path}.port`, 'A backend that is a Service must name a port.');
    return { ...service, refused: 'unknown-port' };
  }
  if (group === 'networking.istio.io' && kind === 'Hostname') return { ...draft, host: name.toLowerCase() };
  if (OPAQUE.has(`${group}/${kind}`)) return { ...draft, host: `${name}.${place}`, backend, isOpaque: true };
  log.add('unsupported-backend', path, `Nothing is routed to a ${kind}.`);
  return { ...draft, host: name, refused: 'unsupported-backend' };
}
