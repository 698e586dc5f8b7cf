import type { MemoryObjectStore } from '../memory-store';

/** How injected proxies look. */
export interface InjectionSettings {
  /** As an init container that keeps running (Kubernetes 1.29 and later) instead of an ordinary container. */
  readonly nativeSidecars: boolean;
  readonly proxyImage: string;
  /** The revision that `istio-injection=enabled` stands for. */
  readonly defaultRevision: string;
  /** The id by which proxies name their cluster. */
  readonly clusterId: string;
}

/** What all controllers work with. */
export interface ControllerContext {
  readonly store: MemoryObjectStore;
  readonly seed: string;
  readonly injection: InjectionSettings;
  /** Names of the nodes pods may run on, never empty. */
  listNodes(): readonly string[];
  /** A pod address nobody has. */
  allocatePodIp(): string;
}
