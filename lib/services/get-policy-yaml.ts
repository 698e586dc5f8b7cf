import type { PolicyYamlAnswer } from '@/lib/contracts/observed-policies';
import type { PolicyYamlRequest } from '@/lib/contracts/policy-yaml-request';
import { asObject } from '@/lib/core/kubernetes/json';
import { readName, readNamespace } from '@/lib/core/kubernetes/object-view';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { MeshPorts } from './mesh-ports';
import { printObjectYaml } from './print-object-yaml';
import { APPLIED_RESOURCES } from './read-applied-objects';

/** What the API calls a Gateway of the Gateway API is a Gateway for the cluster. */
const WRITTEN_KINDS: ReadonlyMap<string, string> = new Map([['KubernetesGateway', 'Gateway']]);

/** One object of configuration as it is declared, and where each of its rules stands. */
export async function getPolicyYaml(
  { cluster }: MeshPorts,
  { kind, namespace, name }: PolicyYamlRequest,
): Promise<Outcome<PolicyYamlAnswer>> {
  const found = cluster
    ?.objects(APPLIED_RESOURCES[kind])
    .find((one) => readName(one) === name && (readNamespace(one) ?? 'default') === namespace);
  if (found === undefined)
    return fail('subject-not-found', `The cluster shows no such ${kind} there.`, 'name');
  const rules = asObject(asObject(found)['spec'])['rules'];
  const paths = Array.isArray(rules) ? rules.map((_, index) => `spec.rules[${index}]`) : [];
  const { text, places } = printObjectYaml(found, WRITTEN_KINDS.get(kind) ?? kind, paths);
  return succeed({ object: { kind, namespace, name }, text, places: [...places] });
}
