import { badRequestError } from './api-error';
import { readPath } from './json-value';
import type { KubernetesObject, ResourceType } from './object-store';

export type FieldMatcher = (object: KubernetesObject) => boolean;

const commonFields = ['metadata.name', 'metadata.namespace'];
const fieldsByResource: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  services: ['spec.clusterIP', 'spec.type'],
  replicasets: ['status.replicas'],
  jobs: ['status.successful'],
};

/** Splits at commas that are not escaped by a backslash. */
function splitTerms(selector: string): string[] {
  return selector.match(/(?:\\.|[^,\\])+/gs) ?? [];
}

function printField(object: KubernetesObject, field: string): string {
  const value = readPath(object, ...(field === 'source' ? ['source', 'component'] : field.split('.')));
  return value === undefined || value === null || typeof value === 'object'
    ? ''
    : String(value as string | number | boolean);
}

/**
 * A matcher for field selectors (`metadata.name=x,status.phase!=Running`) over the fields the real API supports for
 * the type. Throws a 400 for other fields and for terms without an operator.
 */
export function parseFieldSelector(selector: string, type: ResourceType): FieldMatcher {
  const supported = new Set([...commonFields, ...(fieldsByResource[type.plural] ?? [])]);
  const matchers = splitTerms(selector).map((term): FieldMatcher => {
    const parts = /^([^=!]+)(==|!=|=)(.*)$/s.exec(term.trim());
    if (parts === null)
      throw badRequestError(`invalid field selector ${JSON.stringify(term)}; can't understand it`);
    const field = (parts[1] ?? '').trim();
    if (!supported.has(field)) {
      throw badRequestError(
        `Unable to find ${JSON.stringify(type.plural)} that match: field label not supported: ${field}`,
      );
    }
    const value = (parts[3] ?? '').replace(/\\(.)/gs, '$1');
    const equal = parts[2] !== '!=';
    return (object) => (printField(object, field) === value) === equal;
  });
  return (object) => matchers.every((matches) => matches(object));
}
