import { CAPTURES_ALL, type PodShape, type ProxyKind } from './pod-shape';

/** Pods of which nothing is known but their proxy. */
export function anyPods(proxy: ProxyKind): PodShape {
  return {
    count: 1,
    labels: {},
    proxy,
    capture: CAPTURES_ALL,
    announcesMtls: proxy === 'sidecar',
    takesTunnel: false,
    ports: [],
  };
}
