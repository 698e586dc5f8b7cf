import { writeCsv } from './export/csv';
import type { RoutingRow } from './routing-rows';

const HEADER = [
  'host',
  'kind',
  'namespace',
  'name',
  'followedBy',
  'rule',
  'match',
  'destination',
  'subset',
  'port',
  'weight',
  'declaredShare',
  'observedShare',
  'low',
  'high',
  'requests',
  'state',
  'ruleVerdict',
  'reasons',
];

/** The routes that are shown, a line for each destination of each rule; what is not known is an empty cell. */
export function writeRoutingCsv(rows: readonly RoutingRow[]): string {
  return writeCsv(
    HEADER,
    rows.flatMap(({ route }) =>
      route.rules.flatMap((rule) =>
        rule.destinations.map(({ host, subset, port, weight, share, observed, state }) => [
          route.host,
          rule.object.kind,
          rule.object.namespace,
          rule.object.name,
          route.viewpoint.text,
          rule.path,
          rule.match,
          host,
          subset ?? undefined,
          port ?? undefined,
          weight ?? undefined,
          share,
          observed?.share,
          observed?.low,
          observed?.high,
          observed?.requests,
          state,
          rule.verdict,
          rule.reasons.join(' '),
        ]),
      ),
    ),
  );
}
