import { invalidError, type StatusCause } from './api-error';
import { isRecord, readPath, readRecord, readStrings } from './json-value';
import type { KubernetesObject, ResourceType } from './object-store';

const label = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const labelPattern = new RegExp(`^${label}$`);
const serviceNamePattern = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomainPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedPattern =
  /^([A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
/** The simulated nodes are real memory: a mistyped replica count must not exhaust it. */
const mostReplicas = 1000;

function invalid(field: string, value: unknown, why: string): StatusCause {
  const shown = JSON.stringify(value) ?? 'null';
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown.slice(0, 200)}: ${why}` };
}

function checkName(type: ResourceType, name: string): StatusCause[] {
  if (name === '')
    return [
      { reason: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name is required' },
    ];
  if (type.group === 'rbac.authorization.k8s.io') {
    const usable = name.length <= 253 && !/[/%]/.test(name) && name !== '.' && name !== '..';
    return usable ? [] : [invalid('metadata.name', name, 'must be usable as a path segment')];
  }
  if (type.group === '' && type.kind === 'Namespace' && !labelPattern.test(name)) {
    return [
      invalid(
        'metadata.name',
        name,
        'a lowercase RFC 1123 label must consist of lower case letters, digits or "-", at most 63',
      ),
    ];
  }
  if (type.group === '' && type.kind === 'Service' && !serviceNamePattern.test(name)) {
    return [
      invalid(
        'metadata.name',
        name,
        'a DNS-1035 label must start with a letter and consist of lower case letters, digits or "-"',
      ),
    ];
  }
  if (name.length > 253 || !subdomainPattern.test(name)) {
    return [
      invalid(
        'metadata.name',
        name,
        'a lowercase RFC 1123 subdomain must consist of lower case letters, digits, "-" or "."',
      ),
    ];
  }
  return [];
}

function checkStrings(object: KubernetesObject, field: 'labels' | 'annotations'): StatusCause[] {
  const value: unknown = object.metadata[field];
  const path = `metadata.${field}`;
  if (value === undefined) return [];
  if (!isRecord(value)) return [invalid(path, value, 'must be an object of strings')];
  return Object.entries(value).flatMap(([key, member]): StatusCause[] => {
    if (!qualifiedPattern.test(key)) return [invalid(path, key, 'must be a qualified name')];
    if (typeof member !== 'string') return [invalid(`${path}.${key}`, member, 'must be a string')];
    const wrong = field === 'labels' && !labelValuePattern.test(member);
    return wrong
      ? [invalid(path, member, 'a valid label value has at most 63 letters, digits, "-", "_" or "."')]
      : [];
  });
}

function checkReplicas(object: KubernetesObject): StatusCause[] {
  const replicas = readPath(object, 'spec', 'replicas');
  if (replicas === undefined) return [];
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    return [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
  }
  return replicas > mostReplicas
    ? [invalid('spec.replicas', replicas, `this cluster has room for ${mostReplicas}`)]
    : [];
}

function checkSelector(object: KubernetesObject): StatusCause[] {
  const wanted = readStrings(object, 'spec', 'selector', 'matchLabels');
  const expressions = readPath(object, 'spec', 'selector', 'matchExpressions');
  if (Object.keys(wanted).length === 0 && expressions === undefined) {
    return [{ reason: 'FieldValueRequired', field: 'spec.selector', message: 'Required value' }];
  }
  const labels = readStrings(object, 'spec', 'template', 'metadata', 'labels');
  if (Object.entries(wanted).every(([key, value]) => labels[key] === value)) return [];
  return [invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
}

/** Refuses what the API would refuse, as far as others rely on it; throws a 422 naming every fault. */
export function validateObject(type: ResourceType, object: KubernetesObject): void {
  const causes = [
    ...checkName(type, object.metadata.name),
    ...checkStrings(object, 'labels'),
    ...checkStrings(object, 'annotations'),
  ];
  const spec = readPath(object, 'spec');
  if (spec !== undefined && spec !== null && !isRecord(spec))
    causes.push(invalid('spec', spec, 'must be an object'));
  if (type.group === 'apps') {
    causes.push(...checkReplicas(object), ...checkSelector(object));
    const containers = readRecord(object, 'spec', 'template', 'spec')['containers'];
    if (!Array.isArray(containers) || containers.length === 0) {
      causes.push({
        reason: 'FieldValueRequired',
        field: 'spec.template.spec.containers',
        message: 'Required value',
      });
    }
  }
  if (causes.length > 0) throw invalidError(type, object.metadata.name, causes);
}
