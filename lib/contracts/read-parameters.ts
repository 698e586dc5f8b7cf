import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';

const LONGEST_VALUE = 12_000;

/**
 * The parameters of a request as a record. Unknown, repeated or huge parameters are problems: a mistyped name must not
 * silently give another answer than the one that was asked for.
 */
export function readParameters<Name extends string>(
  parameters: URLSearchParams,
  known: readonly Name[],
): Outcome<Partial<Record<Name, string>>> {
  const values: Partial<Record<Name, string>> = {};
  for (const [name, value] of parameters) {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) {
      return fail('unknown-parameter', `This address knows the parameters ${known.join(', ')}.`);
    }
    if (values[found] !== undefined) return fail('repeated-parameter', `Give ${found} once.`, found);
    if (value.length > LONGEST_VALUE) return fail('parameter-too-long', `${found} is too long.`, found);
    values[found] = value;
  }
  return succeed(values);
}

export function readBoolean(text: string | undefined, field: string, fallback: boolean): Outcome<boolean> {
  if (text === undefined) return succeed(fallback);
  if (text === 'true' || text === 'false') return succeed(text === 'true');
  return fail('invalid-boolean', `${field} is either true or false.`, field);
}
