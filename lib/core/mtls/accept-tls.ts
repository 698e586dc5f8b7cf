import type { PortProtocol } from '../kubernetes/port-protocol';
import type { Server, Wire } from './send-tls';

/** What a connection comes to: Istio's mutual TLS, plaintext, nothing, or what nobody can tell from here. */
export type Outcome = 'mutual' | 'plaintext' | 'broken' | 'unknown';

export interface Acceptance {
  readonly outcome: Outcome;
  /** A sentence. */
  readonly reason: string;
}

/** What becomes of what a client sends, by the proxy that stands before the pods and what it accepts. */
export function acceptTls(wire: Wire, server: Server, protocol: PortProtocol): Acceptance {
  if (wire === 'unknown') return { outcome: 'unknown', reason: '' };
  if (wire === 'tunnel') return { outcome: 'mutual', reason: 'Both sides speak HBONE, which is mutual TLS.' };
  const { mode, shape } = server;
  switch (shape.proxy) {
    case 'none':
      return acceptWithoutProxy(wire);
    case 'unknown':
      return { outcome: 'unknown', reason: 'It is not known whether the server has a proxy.' };
    case 'gateway':
      return acceptAtGateway(wire);
    case 'waypoint':
      return { outcome: 'broken', reason: 'A waypoint takes nothing but HBONE.' };
    case 'ambient':
      return acceptAtZtunnel(wire, mode);
    case 'sidecar':
      return mode === 'NONE' ? acceptWithoutProxy(wire) : acceptAtSidecar(wire, mode, protocol);
  }
}

function acceptWithoutProxy(wire: Wire): Acceptance {
  if (wire === 'plaintext')
    return { outcome: 'plaintext', reason: 'No proxy stands before the server, which takes plaintext.' };
  if (wire === 'mutual')
    return {
      outcome: 'broken',
      reason: "No proxy stands before the server that could take Istio's mutual TLS.",
    };
  return { outcome: 'unknown', reason: 'It works only if the application itself speaks TLS.' };
}

/** A Gateway's own servers decide, by name and port. */
function acceptAtGateway(wire: Wire): Acceptance {
  const reason = "The gateway's own listeners decide whether they take it.";
  return wire === 'plaintext' ? { outcome: 'plaintext', reason } : { outcome: 'unknown', reason };
}

function acceptAtZtunnel(wire: Wire, mode: Server['mode']): Acceptance {
  // Envoy wraps other TLS in the tunnel as well.
  if (wire === 'otherTls')
    return { outcome: 'unknown', reason: 'It works only if the application itself speaks TLS.' };
  if (mode === 'UNKNOWN') return { outcome: 'unknown', reason: 'What the server accepts is not known.' };
  if (wire === 'mutual')
    return { outcome: 'broken', reason: "ztunnel does not take a sidecar's own mutual TLS." };
  if (mode === 'STRICT')
    return {
      outcome: 'broken',
      reason: 'The server is STRICT, and ztunnel denies what comes outside HBONE.',
    };
  return { outcome: 'plaintext', reason: `The server is ${mode} and takes plaintext.` };
}

/** https://istio.io/latest/docs/concepts/security/#permissive-mode */
function acceptAtSidecar(wire: Wire, mode: Server['mode'], protocol: PortProtocol): Acceptance {
  if (mode === 'UNKNOWN' || mode === 'MIXED')
    return { outcome: 'unknown', reason: 'What the server accepts is not known.' };
  if (wire === 'plaintext') {
    if (mode === 'STRICT')
      return { outcome: 'broken', reason: 'The server is STRICT and refuses plaintext.' };
    return { outcome: 'plaintext', reason: `The server is ${mode} and takes plaintext.` };
  }
  if (wire === 'mutual') {
    if (mode !== 'DISABLE')
      return { outcome: 'mutual', reason: `The server is ${mode} and takes mutual TLS.` };
    return {
      outcome: 'broken',
      reason:
        "The server's proxy is told to take no TLS (DISABLE), and nobody else can undo Istio's mutual TLS.",
    };
  }
  if (mode === 'STRICT')
    return { outcome: 'broken', reason: "The server is STRICT and takes nothing but Istio's mutual TLS." };
  if (protocol === 'http')
    return { outcome: 'broken', reason: 'The port is declared as HTTP and takes no TLS of another kind.' };
  return { outcome: 'unknown', reason: 'It is passed on: it works if the application itself speaks TLS.' };
}
