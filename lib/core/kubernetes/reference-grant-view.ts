import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface ReferenceGrantView extends ObjectView {
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  /** What may be referred to; without a name all of the kind. */
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
}

/** Reads gateway.networking.k8s.io ReferenceGrant, any version. */
export function viewReferenceGrant(object: unknown): Viewed<ReferenceGrantView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    return {
      from: fields.objects(spec['from'], 'spec.from').map(({ object, path }) => ({
        group: fields.text(object['group'], `${path}.group`) ?? '',
        kind: fields.text(object['kind'], `${path}.kind`) ?? '',
        namespace: fields.text(object['namespace'], `${path}.namespace`) ?? '',
      })),
      to: fields.objects(spec['to'], 'spec.to').map(({ object, path }) => {
        const name = fields.text(object['name'], `${path}.name`);
        return {
          group: fields.text(object['group'], `${path}.group`) ?? '',
          kind: fields.text(object['kind'], `${path}.kind`) ?? '',
          ...(name !== undefined && { name }),
        };
      }),
    };
  });
}
