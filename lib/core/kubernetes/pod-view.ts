import { canonicalRevision, canonicalService, workloadName, type Controller } from './canonical-names';
import { labelOf, type FieldReader } from './field-reader';
import type { JsonObject } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface PodView extends ObjectView {
  /** Whether Istio's proxy runs in it, as a container or as a native sidecar. */
  readonly hasSidecar: boolean;
  /** Whether its traffic goes through ztunnel. A pod with a sidecar never does. */
  readonly ambient: boolean;
  readonly hostNetwork: boolean;
  readonly serviceAccount?: string;
  readonly phase?: string;
  /** As its proxy reports them. */
  readonly workload: string;
  readonly app: string;
  readonly version: string;
}

const PROXY_CONTAINER = 'istio-proxy';

/** Reads core/v1 Pod. */
export function viewPod(object: unknown): Viewed<PodView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const phase = fields.text(fields.object(whole['status'], 'status')?.['phase'], 'status.phase');
    const serviceAccount = fields.text(spec['serviceAccountName'], 'spec.serviceAccountName');
    return {
      runsProxy: ['containers', 'initContainers'].some((list) =>
        fields
          .objects(spec[list], `spec.${list}`)
          .some(({ object: container }) => container['name'] === PROXY_CONTAINER),
      ),
      hostNetwork: fields.flag(spec['hostNetwork'], 'spec.hostNetwork'),
      ...(serviceAccount !== undefined && { serviceAccount }),
      ...(phase !== undefined && { phase }),
      controller: readController(fields, whole),
    };
  });
  if (viewed.view === undefined) return { view: undefined, problems: viewed.problems };
  const { runsProxy, controller, ...view } = viewed.view;
  const hasSidecar = runsProxy || labelOf(view.annotations, 'sidecar.istio.io/status') !== undefined;
  const workload = workloadName(view.name, view.labels, controller);
  return {
    view: {
      ...view,
      hasSidecar,
      ambient: !hasSidecar && labelOf(view.annotations, 'ambient.istio.io/redirection') === 'enabled',
      workload,
      app: canonicalService(view.labels, workload),
      version: canonicalRevision(view.labels),
    },
    problems: viewed.problems,
  };
}

function readController(fields: FieldReader, pod: JsonObject): Controller | undefined {
  const metadata = fields.object(pod['metadata'], 'metadata');
  const path = 'metadata.ownerReferences';
  for (const { object: owner, path: at } of fields.objects(metadata?.['ownerReferences'], path)) {
    if (!fields.flag(owner['controller'], `${at}.controller`)) continue;
    const kind = fields.text(owner['kind'], `${at}.kind`);
    const name = fields.text(owner['name'], `${at}.name`);
    if (kind !== undefined && name !== undefined) return { kind, name };
  }
  return undefined;
}
