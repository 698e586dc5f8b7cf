import type { Labels } from '../kubernetes/field-reader';

/** Which proxy stands before a pod's application, if any. */
export type ProxyKind = 'sidecar' | 'ambient' | 'gateway' | 'waypoint' | 'none' | 'unknown';

/** Which ports of a pod its sidecar listens on. */
export interface PortCapture {
  /** Absent means all. */
  readonly only?: ReadonlySet<number>;
  readonly excluded: ReadonlySet<number>;
}

/** Pods of one workload that are alike in all that decides mutual TLS. */
export interface PodShape {
  /** How many of them run; 0 where none does, and this is what the next one would be. */
  readonly count: number;
  readonly labels: Labels;
  readonly proxy: ProxyKind;
  readonly capture: PortCapture;
  /** Whether clients are told that it takes a sidecar's mutual TLS. */
  readonly announcesMtls: boolean;
  /** Whether a sidecar also takes ztunnel's tunnel. */
  readonly takesTunnel: boolean;
  /** Ports that containers name, and by which name. */
  readonly ports: readonly { readonly port: number; readonly name?: string }[];
}

export const CAPTURES_ALL: PortCapture = { excluded: new Set() };

/** Istio's own ports, which no proxy captures: health, metrics of the pod, and metrics of the proxy. */
export const ISTIO_PORTS: ReadonlySet<number> = new Set([15_020, 15_021, 15_090]);

/** Whether a sidecar listens on a port. */
export function isCaptured({ only, excluded }: PortCapture, port: number): boolean {
  if (ISTIO_PORTS.has(port)) return false;
  return only === undefined ? !excluded.has(port) : only.has(port);
}

/** Reads what a pod's annotations say of ports; exclusions count only where everything is captured. */
export function readCapture(annotations: Labels): PortCapture {
  const included = readText(annotations, 'traffic.sidecar.istio.io/includeInboundPorts');
  const excluded = readPorts(readText(annotations, 'traffic.sidecar.istio.io/excludeInboundPorts') ?? '');
  if (included === undefined || included.trim() === '*') return { excluded };
  return { only: readPorts(included), excluded: new Set() };
}

function readText(annotations: Labels, name: string): string | undefined {
  return Object.hasOwn(annotations, name) ? annotations[name] : undefined;
}

function readPorts(text: string): ReadonlySet<number> {
  const numbers = text.split(',').map((part) => part.trim());
  return new Set(numbers.filter((part) => /^\d{1,5}$/.test(part)).map(Number));
}

/** Whether policies say what the pods accept, or would if one knew that they have a proxy. */
export function isGoverned({ proxy }: PodShape): boolean {
  return proxy === 'sidecar' || proxy === 'ambient' || proxy === 'unknown';
}
