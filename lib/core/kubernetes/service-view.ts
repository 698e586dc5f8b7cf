import type { FieldReader, Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface ServicePortView {
  readonly name?: string;
  readonly port: number;
  /** A number, or the name of a container's port; absent means the same number. */
  readonly targetPort?: number | string;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export interface ServiceView extends ObjectView {
  readonly type: string;
  readonly headless: boolean;
  readonly externalName?: string;
  readonly ports: readonly ServicePortView[];
  /** Empty selects nothing: endpoints are managed by somebody else. */
  readonly selector: Labels;
}

/** Reads core/v1 Service. */
export function viewService(object: unknown): Viewed<ServiceView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const externalName = fields.text(spec['externalName'], 'spec.externalName');
    return {
      type: fields.text(spec['type'], 'spec.type') ?? 'ClusterIP',
      headless: spec['clusterIP'] === 'None',
      ...(externalName !== undefined && { externalName }),
      ports: readPorts(fields, spec['ports']),
      selector: fields.labels(spec['selector'], 'spec.selector'),
    };
  });
}

function readPorts(fields: FieldReader, value: unknown): ServicePortView[] {
  return fields.objects(value, 'spec.ports').flatMap(({ object: entry, path }) => {
    const port = fields.count(entry['port'], `${path}.port`);
    if (port === undefined) return fields.refuse(`${path}.port`, 'is missing') ?? [];
    const name = fields.text(entry['name'], `${path}.name`);
    const appProtocol = fields.text(entry['appProtocol'], `${path}.appProtocol`);
    const target = entry['targetPort'];
    const targetPort =
      typeof target === 'string' && !/^\d+$/.test(target)
        ? fields.text(target, `${path}.targetPort`)
        : fields.count(target, `${path}.targetPort`);
    return [
      {
        ...(name !== undefined && { name }),
        port,
        ...(targetPort !== undefined && { targetPort }),
        protocol: fields.text(entry['protocol'], `${path}.protocol`) ?? 'TCP',
        ...(appProtocol !== undefined && { appProtocol }),
      },
    ];
  });
}
