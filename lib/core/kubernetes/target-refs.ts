import type { FieldReader } from './field-reader';
import type { JsonObject } from './json';

/** An object that a policy is attached to by reference. */
export interface TargetRefView {
  /** `Gateway`, `GatewayClass`, `Service`, `ServiceEntry`, or what else is written. */
  readonly kind: string;
  readonly name: string;
  /** As written; absent means the policy's own. */
  readonly namespace?: string;
}

/** Reads `spec.targetRefs`, and the older `spec.targetRef`. */
export function readTargetRefs(fields: FieldReader, spec: JsonObject): TargetRefView[] {
  const single = fields.object(spec['targetRef'], 'spec.targetRef');
  const several = fields.objects(spec['targetRefs'], 'spec.targetRefs');
  const all = [...(single === undefined ? [] : [{ object: single, path: 'spec.targetRef' }]), ...several];
  return all.map(({ object, path }) => {
    const kind = fields.text(object['kind'], `${path}.kind`);
    const name = fields.text(object['name'], `${path}.name`);
    const namespace = fields.text(object['namespace'], `${path}.namespace`);
    if (kind === undefined) fields.refuse(`${path}.kind`, 'is missing');
    if (name === undefined) fields.refuse(`${path}.name`, 'is missing');
    return { kind: kind ?? '', name: name ?? '', ...(namespace !== undefined && { namespace }) };
  });
}
