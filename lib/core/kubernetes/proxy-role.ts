import { labelOf, type Labels } from './field-reader';
import { matchesLabels } from './label-match';

/** What a proxy is for, where it serves no application beside it. */
export type ProxyRole = 'gateway' | 'waypoint';

interface LabelledPods {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/**
 * What the labels and annotations of pods say they are: a waypoint that Istio made, or a gateway, whether made for a
 * Gateway API Gateway, injected with the template `gateway`, or of Istio's classic install.
 */
export function declaredProxyRole({ labels, annotations }: LabelledPods): ProxyRole | undefined {
  if (
    labelOf(labels, 'gateway.istio.io/managed') === 'istio.io-mesh-controller' ||
    labelOf(labels, 'gateway.networking.k8s.io/gateway-class-name') === 'istio-waypoint'
  ) {
    return 'waypoint';
  }
  const templates = (labelOf(annotations, 'inject.istio.io/templates') ?? '').split(',');
  const classic = labelOf(labels, 'istio');
  const isGateway =
    templates.some((template) => template.trim() === 'gateway') ||
    labelOf(labels, 'gateway.networking.k8s.io/gateway-name') !== undefined ||
    classic === 'ingressgateway' ||
    classic === 'egressgateway';
  return isGateway ? 'gateway' : undefined;
}

/**
 * Whether one of Istio's Gateway objects picks these pods. Gateways bind to proxies that run alone: picking a sidecar
 * beside an application by mistake makes no gateway of it. `runOnlyProxies` is undefined where pods are not known.
 */
export function isPickedByGateway(
  labels: Labels,
  runOnlyProxies: boolean | undefined,
  gatewaySelectors: readonly Labels[],
): boolean {
  if (runOnlyProxies === false) return false;
  return gatewaySelectors.some(
    (selector) => Object.keys(selector).length > 0 && matchesLabels(selector, labels),
  );
}
