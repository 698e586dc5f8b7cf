import { labelOf, type Labels } from '../kubernetes/field-reader';
import type { PodView } from '../kubernetes/pod-view';
import type { ProxyRole } from '../kubernetes/proxy-role';
import type { WorkloadEntryView } from '../kubernetes/workload-entry-view';
import type { DataPlane } from '../mesh/data-plane';
import { CAPTURES_ALL, readCapture, type PodShape, type ProxyKind } from './pod-shape';

/** How pods of a workload are meant to be. */
export interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Labels that controllers put on pods by which nobody selects. */
const PASSING_LABELS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
]);

const TLS_MODE = 'security.istio.io/tlsMode';

/** The pods of a workload, those that are alike taken together, in the order of their first. */
export function shapePods(pods: readonly PodView[], role: ProxyRole | undefined): PodShape[] {
  const shapes = new Map<string, PodShape>();
  for (const pod of pods) {
    const shape = shapeOf(pod, role);
    const key = JSON.stringify([
      shape.proxy,
      Object.entries(shape.labels).sort(),
      [...shape.capture.excluded],
      shape.capture.only === undefined ? null : [...shape.capture.only],
      shape.ports,
    ]);
    const known = shapes.get(key);
    shapes.set(key, known === undefined ? shape : { ...known, count: known.count + 1 });
  }
  return [...shapes.values()];
}

function shapeOf(pod: PodView, role: ProxyRole | undefined): PodShape {
  return {
    count: 1,
    labels: lastingLabels(pod.labels),
    proxy: role ?? proxyOf(pod),
    capture: readCapture(pod.annotations),
    announcesMtls: labelOf(pod.labels, TLS_MODE) === 'istio',
    takesTunnel: labelOf(pod.labels, 'networking.istio.io/tunnel') === 'http',
    ports: pod.ports,
  };
}

/** A proxy without an application beside it is a gateway, whatever it is called. */
function proxyOf({ runsOnlyProxy, hasSidecar, ambient }: PodView): ProxyKind {
  if (runsOnlyProxy) return 'gateway';
  if (hasSidecar) return 'sidecar';
  return ambient ? 'ambient' : 'none';
}

/** What the next pod would be; `plane` is its namespace's, undefined where nobody knows it. */
export function shapeOfTemplate(
  { labels, annotations }: PodTemplate,
  role: ProxyRole | undefined,
  plane: DataPlane | undefined,
): PodShape {
  return {
    count: 0,
    labels: lastingLabels(labels),
    proxy: role ?? wantedProxy({ labels, annotations }, plane),
    capture: readCapture(annotations),
    announcesMtls: (labelOf(labels, TLS_MODE) ?? 'istio') === 'istio',
    takesTunnel: labelOf(labels, 'networking.istio.io/tunnel') === 'http',
    ports: [],
  };
}

/** The pod's own label goes before its annotation, and that before its namespace. */
function wantedProxy({ labels, annotations }: PodTemplate, plane: DataPlane | undefined): ProxyKind {
  const inject =
    labelOf(labels, 'sidecar.istio.io/inject') ?? labelOf(annotations, 'sidecar.istio.io/inject');
  const own = labelOf(labels, 'istio.io/dataplane-mode');
  if (plane === undefined) return 'unknown';
  if (inject === 'true') return 'sidecar';
  if (plane === 'sidecar' && inject !== 'false') return 'sidecar';
  return (own ?? plane) === 'ambient' ? 'ambient' : 'none';
}

/** A machine: with a sidecar if it says so, or says nothing and has a service account to prove. */
export function shapeOfMachine({ workloadLabels, serviceAccount }: WorkloadEntryView): PodShape {
  const said = labelOf(workloadLabels, TLS_MODE);
  const takesMtls = said === undefined ? serviceAccount !== undefined : said === 'istio';
  return {
    count: 1,
    labels: workloadLabels,
    proxy: takesMtls ? 'sidecar' : 'none',
    capture: CAPTURES_ALL,
    announcesMtls: takesMtls,
    takesTunnel: false,
    ports: [],
  };
}

/** Labels that outlive a rollout. */
export function lastingLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !PASSING_LABELS.has(name)));
}
