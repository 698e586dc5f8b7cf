import { FieldReader, type FieldProblem, type Labels } from './field-reader';
import { asObject, asText, type JsonObject } from './json';

/** What every object has. */
export interface ObjectView {
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly uid?: string;
  readonly generation?: number;
  /** RFC 3339, as given. */
  readonly createdAt?: string;
}

/** What could be read of an object: nothing when it has no name, and what was wrong with its fields. */
export interface Viewed<T> {
  readonly view: T | undefined;
  readonly problems: readonly FieldProblem[];
}

/** A problem of one object among many. */
export interface ObjectProblem extends FieldProblem {
  readonly namespace?: string;
  /** Absent when the object has no name. */
  readonly name?: string;
}

/** The object's name; undefined when it has none. */
export function readName(object: unknown): string | undefined {
  return asText(asObject(asObject(object)['metadata'])['name']);
}

/** The object's namespace; undefined for cluster-scoped objects. */
export function readNamespace(object: unknown): string | undefined {
  return asText(asObject(asObject(object)['metadata'])['namespace']);
}

/** Reads an object's metadata, and with `read` the rest. Never throws. */
export function viewObject<T extends object>(
  object: unknown,
  read: (fields: FieldReader, object: JsonObject) => T,
): Viewed<ObjectView & T> {
  const fields = new FieldReader();
  const whole = fields.object(object, '');
  const metadata = fields.object(whole?.['metadata'], 'metadata');
  const name = fields.text(metadata?.['name'], 'metadata.name');
  if (whole === undefined || metadata === undefined || name === undefined) {
    fields.refuse('metadata.name', 'is missing');
    return { view: undefined, problems: fields.problems };
  }
  const namespace = fields.text(metadata['namespace'], 'metadata.namespace');
  const uid = fields.text(metadata['uid'], 'metadata.uid');
  const generation = fields.count(metadata['generation'], 'metadata.generation');
  const createdAt = fields.text(metadata['creationTimestamp'], 'metadata.creationTimestamp');
  const view = {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: fields.labels(metadata['labels'], 'metadata.labels'),
    annotations: fields.labels(metadata['annotations'], 'metadata.annotations'),
    ...(uid !== undefined && { uid }),
    ...(generation !== undefined && { generation }),
    ...(createdAt !== undefined && { createdAt }),
    ...read(fields, whole),
  };
  return { view, problems: fields.problems };
}

/** Reads many objects; a malformed one is reported and does not keep the others from being read. */
export function viewAll<T>(
  objects: readonly unknown[],
  view: (object: unknown) => Viewed<T>,
): { readonly views: T[]; readonly problems: ObjectProblem[] } {
  const views: T[] = [];
  const problems: ObjectProblem[] = [];
  for (const object of objects) {
    const viewed = view(object);
    if (viewed.view !== undefined) views.push(viewed.view);
    const [name, namespace] = [readName(object), readNamespace(object)];
    for (const problem of viewed.problems) {
      problems.push({
        ...problem,
        ...(name !== undefined && { name }),
        ...(namespace !== undefined && { namespace }),
      });
    }
  }
  return { views, problems };
}
