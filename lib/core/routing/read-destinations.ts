import type { FieldReader } from '../kubernetes/field-reader';
import type { JsonObject } from '../kubernetes/json';
import { fullHost } from './full-host';
import type { ProblemLog } from './problem-log';
import { readHeaders } from './read-actions';
import type { DestinationDraft } from './route-draft';
import { shareByIstio, type WrittenWeight } from './share-weights';

/** Everything that reading a part of one object needs. */
export interface Reading {
  readonly fields: FieldReader;
  readonly log: ProblemLog;
  readonly namespace: string;
}

/** The weighted destinations of a VirtualService's rule. */
export function readDestinations(reading: Reading, value: unknown, path: string): DestinationDraft[] {
  const { fields, log } = reading;
  const legs = fields.objects(value, path);
  const weights = legs.map(({ object, path: at }) => readWeight(reading, object, at));
  const shares = shareByIstio(weights);
  if (legs.length > 1 && shares.every((share) => share === 0))
    log.add('no-weight', path, 'Of several destinations none has a weight: nothing is routed.');
  return legs.map(({ object: leg, path: at }, index) => ({
    ...readDestination(reading, leg['destination'], `${at}.destination`),
    path: at,
    weight: weights[index]?.weight ?? null,
    share: shares[index] ?? 0,
    headers: readHeaders(fields, leg['headers'], `${at}.headers`),
  }));
}

/** Numbers may be spelled as texts; what is negative or no whole number is no weight. */
export function readWeight({ fields, log }: Reading, leg: JsonObject, path: string): WrittenWeight {
  const written = leg['weight'];
  if (written === undefined || written === null) return { weight: null, isInvalid: false };
  const weight = fields.count(written, `${path}.weight`);
  if (weight !== undefined) return { weight, isInvalid: false };
  log.add(
    'invalid-weight',
    `${path}.weight`,
    'A weight must be a whole number, not negative: this one is none.',
  );
  return { weight: null, isInvalid: true };
}

/** One destination, which alone gets everything. Without a host nothing can be sent there. */
export function readDestination(
  { fields, log, namespace }: Reading,
  value: unknown,
  path: string,
): DestinationDraft {
  const destination = fields.object(value, path) ?? {};
  const written = fields.text(destination['host'], `${path}.host`) ?? '';
  if (written === '') log.add('missing-host', `${path}.host`, 'The destination names no host.');
  const port = fields.object(destination['port'], `${path}.port`);
  return {
    writtenHost: written,
    host: fullHost({ host: written, namespace }).toLowerCase(),
    subset: fields.text(destination['subset'], `${path}.subset`) ?? null,
    port: fields.count(port?.['number'], `${path}.port.number`) ?? null,
    weight: null,
    share: 1,
    object: log.object,
    path,
    headers: [],
  };
}
