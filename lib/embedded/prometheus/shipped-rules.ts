import fs from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import * as z from 'zod';

/** The recording rules that are loaded into a Prometheus beside Telltale. */
export const SHIPPED_RULES = path.resolve(
  import.meta.dirname,
  '../../../deploy/prometheus/telltale-rules.yaml',
);

const schema = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      interval: z.string(),
      rules: z.array(
        z.strictObject({
          record: z.string(),
          expr: z.string(),
          labels: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

export type RuleGroups = z.infer<typeof schema>['groups'];

export function readShippedRules(): RuleGroups {
  return schema.parse(parse(fs.readFileSync(SHIPPED_RULES, 'utf8'))).groups;
}

/** As two files: the rules that read proxies, and after them those that read what these recorded. */
export function splitShippedRules(): [string, string] {
  const without = (readsRecorded: boolean): string =>
    stringify({
      groups: readShippedRules().map((group) => ({
        ...group,
        rules: group.rules.filter(({ labels }) => (labels !== undefined) === readsRecorded),
      })),
    });
  return [without(false), without(true)];
}
