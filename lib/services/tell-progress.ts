import type { RoutedRule } from '@/lib/contracts/routing';
import { callsTo, namesOf } from '@/lib/core/splits/addressed-calls';
import type { CountedSpan } from '@/lib/core/splits/call-count';
import { callsOf, type Bystanders } from '@/lib/core/splits/clients';
import { countGroup } from '@/lib/core/splits/count-group';
import { destinationKey } from '@/lib/core/splits/destination-places';
import type { SplitFacts } from '@/lib/core/splits/split-facts';
import type { RouteRule } from '@/lib/core/routing/route-plan';
import type { SharedRoute } from './plan-viewpoints';

/** How the shares of a rule's destinations went; undefined where they cannot be told. */
export function tellProgress(
  rule: RouteRule,
  { prepared, clients }: SharedRoute,
  spans: readonly CountedSpan[],
  { facts, bystanders }: { facts: SplitFacts; bystanders: Bystanders },
): RoutedRule['progress'] {
  const group = prepared.groupOf.get(rule);
  if (group === undefined || group.unclear.length > 0) return undefined;
  const services = group.parts.flatMap(({ destination }) => namesOf(destination));
  const counted = spans.map(
    ({ counts }) =>
      countGroup(group, callsOf(clients, callsTo(counts, services), bystanders).routed, facts).calls,
  );
  return {
    times: spans.map(({ endSeconds }) => endSeconds),
    shares: rule.destinations.map((destination) => {
      const key = destinationKey(destination);
      const part = group.parts.findIndex((one) => destinationKey(one.destination) === key);
      return counted.map((calls) => {
        const all = calls.reduce((sum, one) => sum + one, 0);
        return all > 0 ? (calls[part] ?? 0) / all : null;
      });
    }),
  };
}
