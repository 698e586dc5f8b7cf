import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readParameters } from './read-parameters';

/** What `GET /api/policies` is asked for: one workload, or one service. */
export interface PoliciesRequest {
  readonly namespace: string;
  readonly subject: { readonly kind: 'workload' | 'service'; readonly name: string };
}

const LONGEST_NAME = 253;

/** Reads the query parameters of `GET /api/policies`. */
export function parsePoliciesRequest(parameters: URLSearchParams): Outcome<PoliciesRequest> {
  const read = readParameters(parameters, ['namespace', 'workload', 'service']);
  if (!read.ok) return read;
  const { namespace, workload, service } = read.value;
  const name = workload ?? service;
  if (namespace === undefined || namespace === '')
    return fail('invalid-subject', 'Name the namespace.', 'namespace');
  if (name === undefined || name === '' || (workload !== undefined && service !== undefined))
    return fail('invalid-subject', 'Name either a workload or a service.', 'workload');
  if (namespace.length > LONGEST_NAME || name.length > LONGEST_NAME)
    return fail('parameter-too-long', 'The name is too long.', 'workload');
  return succeed({ namespace, subject: { kind: workload === undefined ? 'service' : 'workload', name } });
}
