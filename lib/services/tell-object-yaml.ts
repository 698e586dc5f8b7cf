import type { ObjectYaml } from '@/lib/contracts/routing';
import { asObject } from '@/lib/core/kubernetes/json';
import { readName, readNamespace } from '@/lib/core/kubernetes/object-view';
import { joinKey } from '@/lib/core/mesh/join-key';
import type { HostPlan, ObjectPlace } from '@/lib/core/routing/route-plan';
import type { RouteObjects } from '@/lib/core/routing/route-objects';
import { printObjectYaml } from './print-object-yaml';
import { routingKind } from './routing-kinds';

/** The objects that decide about a host, with the lines of all that its rules name. */
export function tellObjectYaml(host: HostPlan, objects: RouteObjects): ObjectYaml[] {
  const wanted = new Map<string, { object: ObjectPlace; paths: string[] }>();
  const want = (object: ObjectPlace, path: string) => {
    const key = joinKey(object.kind, object.namespace, object.name);
    const known = wanted.get(key);
    if (known === undefined) wanted.set(key, { object, paths: [path] });
    else known.paths.push(path);
  };
  for (const { kind, namespace, name } of host.sources) want({ kind, namespace, name }, '');
  for (const rule of host.rules) {
    want(rule.object, rule.path);
    if (rule.delegatedBy !== null) want(rule.delegatedBy.object, rule.delegatedBy.path);
    for (const { object, path, subsetFrom } of rule.destinations) {
      want(object, path);
      if (subsetFrom !== null) want(subsetFrom.object, subsetFrom.path);
    }
    const { mirrors, faults, retries, redirect, rewrite, directResponse, headers } = rule;
    for (const { destination } of mirrors) want(destination.object, destination.path);
    const paths = [...faults, retries, redirect, rewrite, directResponse, ...headers].flatMap(
      (one) => one?.path ?? [],
    );
    for (const path of [...paths, ...(rule.timeout === null ? [] : [`${rule.path}.timeout`])])
      want(rule.object, path);
  }
  for (const { object, path } of host.problems) {
    if (wanted.has(joinKey(object.kind, object.namespace, object.name))) want(object, path);
  }
  return [...wanted.values()].flatMap(({ object, paths }) => {
    const found = findObject(objects, object);
    if (found === undefined) return [];
    const { text, places } = printObjectYaml(found, object.kind, paths);
    return [{ object, text, places: [...places] }];
  });
}

function findObject(objects: RouteObjects, { kind, namespace, name }: ObjectPlace): object | undefined {
  const key = routingKind(kind);
  const found = (key === undefined ? undefined : objects[key])?.find(
    (one) => readName(one) === name && (readNamespace(one) ?? 'default') === namespace,
  );
  return found === undefined ? undefined : asObject(found);
}
