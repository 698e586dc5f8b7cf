import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { appliedKinds, type AppliedKind } from './policies';
import { readParameters } from './read-parameters';

/** What `GET /api/policies/yaml` is asked for. */
export interface PolicyYamlRequest {
  readonly kind: AppliedKind;
  readonly namespace: string;
  readonly name: string;
}

const LONGEST_NAME = 253;

/** Reads the query parameters of `GET /api/policies/yaml`. */
export function parsePolicyYamlRequest(parameters: URLSearchParams): Outcome<PolicyYamlRequest> {
  const read = readParameters(parameters, ['kind', 'namespace', 'name']);
  if (!read.ok) return read;
  const { namespace = '', name = '' } = read.value;
  const kind = appliedKinds.find((one) => one === read.value['kind']);
  if (kind === undefined)
    return fail('invalid-subject', `The kind is one of ${appliedKinds.join(', ')}.`, 'kind');
  if (namespace === '') return fail('invalid-subject', 'Name the namespace.', 'namespace');
  if (name === '') return fail('invalid-subject', 'Name the object.', 'name');
  if (namespace.length > LONGEST_NAME || name.length > LONGEST_NAME)
    return fail('parameter-too-long', 'The name is too long.', 'name');
  return succeed({ kind, namespace, name });
}
