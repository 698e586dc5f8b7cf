import { tagOf } from './span-facts';
import type { TraceSpan } from './trace';

/**
 * How often a proxy tried a call again: as Envoy counts it itself (`retry.count`, on its spans of single attempts),
 * else by how many servers took it in. Attempts that reached nobody leave no span, so there may have been more.
 */
export function countRetries(
  span: TraceSpan,
  servers: readonly TraceSpan[],
  within: readonly TraceSpan[],
): number {
  const told = [span, ...within].map((one) => Number(tagOf(one, 'retry.count') ?? 0));
  return Math.max(
    0,
    servers.length - 1,
    ...told.filter((count) => Number.isSafeInteger(count) && count < 1_000),
  );
}
