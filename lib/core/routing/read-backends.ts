import { readBackend } from './read-backend';
import { readWeight, type Reading } from './read-destinations';
import { readFilters } from './read-filters';
import type { DestinationDraft } from './route-draft';
import { shareByGatewayApi } from './share-weights';

/** The weighted backends of a rule of the Gateway API. */
export function readBackends(reading: Reading, value: unknown, path: string): DestinationDraft[] {
  const { fields, log } = reading;
  const legs = fields.objects(value, path);
  const weights = legs.map(({ object, path: at }) => readWeight(reading, object, at));
  const shares = shareByGatewayApi(weights);
  if (legs.length > 0 && shares.every((share) => share === 0))
    log.add('no-weight', path, 'All weights are 0: nothing is routed.');
  return legs.map(({ object: leg, path: at }, index) => ({
    ...readBackend(reading, leg, at),
    weight: weights[index]?.weight ?? null,
    share: shares[index] ?? 0,
    headers: readFilters(reading, leg['filters'], `${at}.filters`).headers,
  }));
}
