import 'server-only';
import * as z from 'zod';
import {
  OBJECT_KINDS,
  type HealthRules,
  type LatencyRule,
  type RateRule,
} from '@/lib/core/health/health-rules';
import { LATENCY_QUANTILES } from '@/lib/core/health/judge-latency';
import { parseChoice, parseTolerance } from '@/lib/core/health/parse-tolerance';
import { EVERYTHING, parsePattern } from '@/lib/core/health/pattern';
import { DIRECTIONS } from '@/lib/core/health/tolerances';
import type { Outcome } from '@/lib/core/mesh/problem';

// Messages go on after the place: "rate[0].tolerance[1].failure is not a number".

const MAX_RULES = 500;
const MAX_TOLERANCES = 64;

const orMissing = (message: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : message;

/** A pattern; `code: 500` is a number to YAML. Empty when it is left out. */
const text = z
  .union([z.string(), z.number()], { error: 'is not a text' })
  .nullish()
  .transform((value) => String(value ?? ''));
const number = z.number({ error: orMissing('is not a number') });
const fields = { error: 'is not a set of fields' };

function listOf<T extends z.ZodType>(item: T, most: number) {
  return z
    .array(item, { error: orMissing('is not a list') })
    .max(most, { error: `has more than ${most} entries` });
}

/** Hands a problem of core on to zod; core names the field where several were read together. */
function take<T>(outcome: Outcome<T>, context: z.RefinementCtx, isField = false): T {
  if (outcome.ok) return outcome.value;
  const { message, field } = outcome.problem;
  context.addIssue({ code: 'custom', message, path: isField || field === undefined ? [] : [field] });
  return z.NEVER;
}

const name = text.transform((value, context) =>
  value === '' ? EVERYTHING : take(parsePattern(value), context, true),
);

/** Which words a pattern takes; `fallback` stands for one that is left out. */
function choice<T extends string>(field: string, words: readonly T[], fallback = '') {
  return text.transform((value, context) =>
    take(parseChoice(value === '' ? fallback : value, field, words), context, true),
  );
}

const scope = { namespace: name, kind: choice('kind', OBJECT_KINDS), name };

const tolerance = z
  .strictObject(
    { code: text, protocol: text, direction: text, degraded: number.default(0), failure: number },
    fields,
  )
  .transform((written, context) => take(parseTolerance(written), context));

const rateRule = z.strictObject({ ...scope, tolerance: listOf(tolerance, MAX_TOLERANCES) }, fields);

const milliseconds = number.min(0, { error: 'is below 0' });

const latencyRule = z
  .strictObject(
    {
      ...scope,
      quantile: z.enum(LATENCY_QUANTILES, { error: orMissing(`is none of ${LATENCY_QUANTILES.join(', ')}`) }),
      direction: choice('direction', DIRECTIONS, 'inbound'),
      degradedMs: milliseconds,
      failingMs: milliseconds,
    },
    fields,
  )
  .refine(({ degradedMs, failingMs }) => degradedMs <= failingMs, {
    error: 'is above failingMs',
    path: ['degradedMs'],
  });

const rate = listOf(rateRule, MAX_RULES).nullish();
const latency = listOf(latencyRule, MAX_RULES).nullish();

export const healthFileSchema = z.strictObject(
  {
    rate,
    latency,
    /** How often Kiali judges in advance. Telltale judges each graph when it is asked for. */
    compute: z.unknown().optional(),
  },
  fields,
);

/** The same rules inside the key under which people already have them. */
export const wrappedHealthFileSchema = z.strictObject({ health_config: healthFileSchema, latency }, fields);

type Written = z.infer<typeof healthFileSchema>;

/** The rules that were written, each with the name by which reasons call it. */
export function toHealthRules({ rate, latency }: Pick<Written, 'rate' | 'latency'>): HealthRules {
  return {
    rate: (rate ?? []).map(({ namespace, kind, name, tolerance }, index): RateRule => ({
      namespace,
      kinds: kind,
      name,
      tolerances: tolerance,
      origin: `rate rule ${index + 1} in the health file`,
    })),
    latency: (latency ?? []).map(({ kind, direction, ...rule }, index): LatencyRule => ({
      ...rule,
      kinds: kind,
      directions: direction,
      origin: `latency rule ${index + 1} in the health file`,
    })),
  };
}
