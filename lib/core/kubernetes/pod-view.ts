import { canonicalRevision, canonicalService, workloadName, type Controller } from './canonical-names';
import { labelOf, type FieldReader } from './field-reader';
import type { JsonObject } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface PodView extends ObjectView {
  /** Whether Istio's proxy runs in it, as a container or as a native sidecar. */
  readonly hasSidecar: boolean;
  /** Whether the proxy has no application beside it, as in gateways and waypoints. */
  readonly runsOnlyProxy: boolean;
  /** Whether its traffic goes through ztunnel. A pod with a sidecar never does. */
  readonly ambient: boolean;
  readonly hostNetwork: boolean;
  /** Ports that its containers name, the proxy's own left out. */
  readonly ports: readonly ContainerPort[];
  readonly serviceAccount?: string;
  readonly phase?: string;
  /** The id by which its proxy names the cluster in metrics; absent without a proxy that was told. */
  readonly clusterId?: string;
  /** As its proxy reports them. */
  readonly workload: string;
  readonly app: string;
  readonly version: string;
}

export interface ContainerPort {
  readonly port: number;
  readonly name?: string;
}

export const PROXY_CONTAINER = 'istio-proxy';
/** How proxies are told their cluster's id: Envoy's, then ztunnel's. */
export const CLUSTER_ID_VARIABLES: readonly string[] = ['ISTIO_META_CLUSTER_ID', 'CLUSTER_ID'];

/** Reads core/v1 Pod. */
export function viewPod(object: unknown): Viewed<PodView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const phase = fields.text(fields.object(whole['status'], 'status')?.['phase'], 'status.phase');
    const serviceAccount = fields.text(spec['serviceAccountName'], 'spec.serviceAccountName');
    const containers = fields.objects(spec['containers'], 'spec.containers');
    const all = [...containers, ...fields.objects(spec['initContainers'], 'spec.initContainers')];
    const proxies = all.filter(isProxy);
    const clusterId = readClusterId(fields, proxies);
    return {
      runsProxy: proxies.length > 0,
      runsOnlyProxy: containers.length > 0 && containers.every(isProxy),
      hostNetwork: fields.flag(spec['hostNetwork'], 'spec.hostNetwork'),
      ports: readPorts(
        fields,
        all.filter((container) => !isProxy(container)),
      ),
      ...(serviceAccount !== undefined && { serviceAccount }),
      ...(phase !== undefined && { phase }),
      ...(clusterId !== undefined && { clusterId }),
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

interface Container {
  readonly object: JsonObject;
  readonly path: string;
}

function isProxy({ object }: Container): boolean {
  return object['name'] === PROXY_CONTAINER;
}

function readPorts(fields: FieldReader, containers: readonly Container[]): ContainerPort[] {
  return containers.flatMap(({ object: container, path }) =>
    fields.objects(container['ports'], `${path}.ports`).flatMap(({ object: entry, path: at }) => {
      const port = fields.count(entry['containerPort'], `${at}.containerPort`);
      const name = fields.text(entry['name'], `${at}.name`);
      return port === undefined ? [] : [{ port, ...(name !== undefined && { name }) }];
    }),
  );
}

function readClusterId(fields: FieldReader, proxies: readonly Container[]): string | undefined {
  const variables = proxies.flatMap(({ object, path }) => fields.objects(object['env'], `${path}.env`));
  for (const name of CLUSTER_ID_VARIABLES) {
    const told = variables.find(({ object }) => object['name'] === name);
    const id = told === undefined ? undefined : fields.text(told.object['value'], `${told.path}.value`);
    if (id !== undefined) return id;
  }
  return undefined;
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
