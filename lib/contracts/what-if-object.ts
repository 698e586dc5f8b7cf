import * as z from 'zod';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readParameters } from './read-parameters';
import { whatIfKinds, type ObjectReference } from './what-if-kinds';

/** The answer of `GET /api/what-if/object`: an object to begin with. */
export const whatIfObjectSchema = z.object({
  /** As it is declared, without what the cluster adds. */
  yaml: z.string(),
});

export type WhatIfObject = z.infer<typeof whatIfObjectSchema>;

const LONGEST_NAME = 253;

/** Reads the query parameters of `GET /api/what-if/object`. */
export function parseWhatIfObjectRequest(parameters: URLSearchParams): Outcome<ObjectReference> {
  const read = readParameters(parameters, ['kind', 'namespace', 'name']);
  if (!read.ok) return read;
  const { kind, namespace, name } = read.value;
  const known = whatIfKinds.find((one) => one === kind);
  if (known === undefined)
    return fail('invalid-subject', `kind is one of ${whatIfKinds.join(', ')}.`, 'kind');
  if (namespace === undefined || namespace === '')
    return fail('invalid-subject', 'Name the namespace.', 'namespace');
  if (name === undefined || name === '') return fail('invalid-subject', 'Name the object.', 'name');
  if (namespace.length > LONGEST_NAME || name.length > LONGEST_NAME)
    return fail('parameter-too-long', 'The name is too long.', 'name');
  return succeed({ kind: known, namespace, name });
}
