import type { Labels } from '../kubernetes/field-reader';
import { compareText } from '../mesh/compare-text';
import { matchesLabels } from '../kubernetes/label-match';
import type { PodShape } from './pod-shape';

/** A workload as far as mutual TLS is concerned. */
export interface MtlsWorkload {
  readonly namespace: string;
  readonly name: string;
  /** Labels by which a policy can select it. */
  readonly labels: Labels;
  readonly shapes: readonly PodShape[];
}

/** A port of a Service. `target` is the number, or the name that containers give it. */
export interface MtlsServicePort {
  readonly port: number;
  readonly name?: string;
  readonly target: number | string;
  readonly appProtocol?: string;
}

/** A Service as far as mutual TLS is concerned. */
export interface MtlsService {
  readonly namespace: string;
  readonly name: string;
  /** Empty selects nothing. */
  readonly selector: Labels;
  readonly ports: readonly MtlsServicePort[];
  readonly headless: boolean;
}

/** Pods of one workload behind a service. */
export interface ServicePods {
  readonly workload: MtlsWorkload;
  readonly shape: PodShape;
}

/** What a service selects; of workloads without pods, what their pods would be. In the order of names. */
export function podsBehind(service: MtlsService, workloads: readonly MtlsWorkload[]): ServicePods[] {
  if (Object.keys(service.selector).length === 0) return [];
  return workloads
    .filter(({ namespace }) => namespace === service.namespace)
    .flatMap((workload) =>
      workload.shapes
        .filter(({ labels }) => matchesLabels(service.selector, labels))
        .map((shape) => ({ workload, shape })),
    )
    .sort((a, b) => compareText(a.workload.name, b.workload.name));
}

/** The port of a pod behind a port of a service; a name that no container gives stands for the service's own number. */
export function targetOf({ port, target }: MtlsServicePort, { ports }: PodShape): number {
  if (typeof target === 'number') return target;
  return ports.find(({ name }) => name === target)?.port ?? port;
}
