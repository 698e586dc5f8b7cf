/** What every world's proxies call their cluster: Istio's default, where nobody has given the cluster a name. */
export const CLUSTER_ID = 'Kubernetes';

/** How a proxy that is not injected is told so: Envoy by its agent's variable, ztunnel by its own. */
export const envoyEnvironment = [{ name: 'ISTIO_META_CLUSTER_ID', value: CLUSTER_ID }];
export const ztunnelEnvironment = [{ name: 'CLUSTER_ID', value: CLUSTER_ID }];
