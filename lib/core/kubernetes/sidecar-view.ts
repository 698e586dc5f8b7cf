import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface SidecarView extends ObjectView {
  /** The pods it is for; empty means all of its namespace. */
  readonly workloadSelector: Labels;
  /** What its pods may know, as written: `namespace/host`. Undefined where it does not say, which means everything. */
  readonly egressHosts?: readonly string[];
}

/** Reads networking.istio.io Sidecar, any version. */
export function viewSidecar(object: unknown): Viewed<SidecarView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const selector = fields.object(spec['workloadSelector'], 'spec.workloadSelector');
    const egress = fields.objects(spec['egress'], 'spec.egress');
    return {
      workloadSelector: fields.labels(selector?.['labels'], 'spec.workloadSelector.labels'),
      ...(egress.length > 0 && {
        egressHosts: egress.flatMap(({ object: listener, path }) =>
          fields.texts(listener['hosts'], `${path}.hosts`),
        ),
      }),
    };
  });
}
