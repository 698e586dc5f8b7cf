import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { ClientTls } from './client-tls';
import type { MtlsMode } from './mtls-mode';
import type { PodShape, ProxyKind } from './pod-shape';
import { placeOf } from './policy-trail';
import type { PortProtocol } from '../kubernetes/port-protocol';

/** What goes over the wire: a tunnel is Istio's mutual TLS by way of ztunnel, `otherTls` has another identity. */
export type Wire = 'plaintext' | 'mutual' | 'tunnel' | 'otherTls' | 'unknown';

/** The pods that are called, on one of their ports. */
export interface Server {
  readonly shape: PodShape;
  /** What they accept there. */
  readonly mode: MtlsMode;
}

export interface ClientQuestion {
  readonly client: { readonly proxy: ProxyKind };
  /** What DestinationRules ask of this client. */
  readonly tls: ClientTls;
  readonly autoMtls: boolean;
  /** The mode of the service's whole namespace: clients look at it before they prepare TLS. */
  readonly namespaceMode: MtlsMode;
  /** A host outside the mesh, declared by a ServiceEntry: auto mTLS is not for it. */
  readonly isExternal?: boolean;
  /** For headless services: whether every one of the endpoints takes mutual TLS. */
  readonly allEndpointsTakeMtls?: boolean;
  readonly server: Server;
  readonly protocol: PortProtocol;
}

export interface Sent {
  readonly wire: Wire;
  /** A sentence; empty where what follows says it all. */
  readonly reason: string;
  readonly rule?: string;
}

/** What a client sends to some pods. https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/ */
export function sendTls(question: ClientQuestion): Sent {
  const { proxy } = question.client;
  switch (proxy) {
    case 'none':
      return { wire: 'plaintext', reason: 'The caller has no proxy and speaks plaintext.' };
    case 'unknown':
      return { wire: 'unknown', reason: 'It is not known whether the caller has a proxy.' };
    case 'ambient':
      return takesTunnel(question.server)
        ? { wire: 'tunnel', reason: '' }
        : {
            wire: 'plaintext',
            reason: "ztunnel speaks HBONE or plaintext, never a sidecar's own mutual TLS.",
          };
    default:
      return sendByEnvoy(question);
  }
}

/** Captured pods, waypoints, and sidecars that say so. */
function takesTunnel({ shape: { proxy, takesTunnel: says } }: Server): boolean {
  return proxy === 'ambient' || proxy === 'waypoint' || (proxy === 'sidecar' && says);
}

function sendByEnvoy(question: ClientQuestion): Sent {
  const { tls, server } = question;
  const { mode, rule } = tls;
  const named = rule === undefined ? {} : { rule: placeOf(rule) };
  if (mode === 'SIMPLE' || mode === 'MUTUAL') {
    if (tls.namesCredential && question.client.proxy === 'sidecar' && !isForChosen(rule)) {
      const reason = `${say(tls)} ${mode} with a credentialName, which a sidecar cannot read: it sends plaintext.`;
      return { wire: 'plaintext', reason, ...named };
    }
    return { wire: 'otherTls', reason: `${say(tls)} ${mode}, which is not Istio's mutual TLS.`, ...named };
  }
  // The tunnel is chosen by what the endpoint can take, whatever a rule says.
  if (server.shape.proxy === 'ambient' || server.shape.proxy === 'waypoint')
    return { wire: 'tunnel', reason: '' };
  if (mode === 'DISABLE') return { wire: 'plaintext', reason: `${say(tls)} DISABLE.`, ...named };
  if (mode === 'ISTIO_MUTUAL') return { wire: 'mutual', reason: `${say(tls)} ISTIO_MUTUAL.`, ...named };
  return sendByAutoMtls(question, named);
}

function sendByAutoMtls(question: ClientQuestion, named: { rule?: string }): Sent {
  const { tls, server, namespaceMode } = question;
  if (!question.autoMtls)
    return { wire: 'plaintext', reason: 'Auto mTLS is switched off and no DestinationRule asks for TLS.' };
  if (question.isExternal === true)
    return { wire: 'plaintext', reason: 'Auto mTLS is not for hosts outside the mesh.' };
  if (namespaceMode === 'UNKNOWN')
    return { wire: 'unknown', reason: 'What clients are told by policies is not known.' };
  if (namespaceMode === 'DISABLE') {
    const reason = 'Mutual TLS is switched off for the whole namespace, so that clients send plaintext.';
    return { wire: 'plaintext', reason };
  }
  // Endpoints of a port without settings of its own are told by the policy above it.
  if (tls.fallback === 'DISABLE')
    return { wire: 'plaintext', reason: `${say(tls)} DISABLE above the port's own settings.`, ...named };
  if (tls.fallback === 'ISTIO_MUTUAL') {
    const reason = `${say(tls)} ISTIO_MUTUAL above the port's own settings.`;
    return { wire: 'mutual', reason, ...named };
  }
  if (server.shape.proxy === 'unknown')
    return { wire: 'unknown', reason: 'It is not known whether the server has a proxy.' };
  if (server.shape.proxy === 'gateway' || !isTagged(server)) return { wire: 'plaintext', reason: '' };
  if (question.allEndpointsTakeMtls === false) {
    const reason = 'The service is headless and not all of its pods take mutual TLS: none gets it.';
    return { wire: 'plaintext', reason };
  }
  return { wire: 'mutual', reason: '' };
}

/** Whether clients are told that these pods take a sidecar's mutual TLS on the port. */
export function isTagged({ shape, mode }: Server): boolean {
  return shape.proxy === 'sidecar' && shape.announcesMtls && mode !== 'DISABLE';
}

function isForChosen(rule: DestinationRuleView | undefined): boolean {
  return rule !== undefined && Object.keys(rule.workloadSelector).length > 0;
}

function say({ rule }: ClientTls): string {
  return rule === undefined ? 'A DestinationRule asks for' : `DestinationRule ${placeOf(rule)} asks for`;
}
