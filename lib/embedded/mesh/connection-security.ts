import type { ObjectReader } from '../kubernetes/object-store';
import { findDestinationRules, portSettings, trafficPolicyFor } from './destination-rule';
import { asRecord, type MeshWorkload } from './mesh-view';
import { findNamespaceMode, findServerMode, type MtlsMode } from './peer-authentication';
import { modeOf } from './workload-mode';

/** What a connection between two workloads comes to. */
export interface ConnectionSecurity {
  /** `hbone` is Istio's mutual TLS through ztunnel's tunnel. */
  readonly wire: 'mutual' | 'hbone' | 'plaintext';
  /** Why no request gets through: `reset` by a server that wants TLS, or a `handshake` that fails. */
  readonly broken?: 'reset' | 'handshake';
}

export interface ConnectionQuestion {
  readonly client: MeshWorkload;
  readonly server: MeshWorkload;
  readonly host: string;
  readonly serviceNamespace: string;
  readonly subset: string | undefined;
  readonly servicePort: number;
  readonly targetPort: number;
}

/** Client and server decide by themselves; this puts both decisions together. */
export function secureConnection(objects: ObjectReader, question: ConnectionQuestion): ConnectionSecurity {
  const { server, targetPort } = question;
  const serverKind = modeOf(server);
  const mode = findServerMode(objects, server, targetPort);
  const sent = sendTls(objects, question, mode);
  if (sent === 'hbone') return { wire: 'hbone' };
  if (serverKind === 'none')
    return sent === 'plaintext' ? { wire: 'plaintext' } : { wire: 'plaintext', broken: 'handshake' };
  // ztunnel knows tunnelled connections and plaintext, never a sidecar's own mutual TLS.
  const listens = serverKind === 'ambient' && mode === 'DISABLE' ? 'PERMISSIVE' : mode;
  if (sent === 'plaintext')
    return listens === 'STRICT' && serverKind !== 'gateway'
      ? { wire: 'plaintext', broken: 'reset' }
      : { wire: 'plaintext' };
  if (sent === 'other') return { wire: 'plaintext', broken: 'handshake' };
  const terminates = serverKind !== 'ambient' && listens !== 'DISABLE';
  return terminates ? { wire: 'mutual' } : { wire: 'plaintext', broken: 'handshake' };
}

type Sent = 'plaintext' | 'mutual' | 'other' | 'hbone';

function sendTls(objects: ObjectReader, question: ConnectionQuestion, serverMode: MtlsMode): Sent {
  const { client, server } = question;
  const clientKind = modeOf(client);
  const isTunnelled = modeOf(server) === 'ambient' || modeOf(server) === 'waypoint';
  if (clientKind === 'none') return 'plaintext';
  if (clientKind === 'ambient') return isTunnelled ? 'hbone' : 'plaintext';
  const { asked, told } = askedTls(objects, question);
  if (asked === 'SIMPLE' || asked === 'MUTUAL') return 'other';
  // Endpoints that can take a tunnel get one whatever the rule says about TLS.
  if (isTunnelled) return 'hbone';
  if (asked === 'DISABLE') return 'plaintext';
  if (asked === 'ISTIO_MUTUAL') return 'mutual';
  if (findNamespaceMode(objects, question.serviceNamespace) === 'DISABLE') return 'plaintext';
  if (told === 'DISABLE') return 'plaintext';
  if (told === 'ISTIO_MUTUAL') return 'mutual';
  const isTagged = server.pods.some((pod) => pod.hasProxy) && serverMode !== 'DISABLE';
  return isTagged ? 'mutual' : 'plaintext';
}

interface AskedTls {
  /** The mode of the client's DestinationRule; `tls: {}` is DISABLE, no `tls` at all leaves it to Istio. */
  readonly asked: string | undefined;
  /**
   * What endpoints are told all the same: settings of a port without `tls` leave its cluster to auto mTLS, while its
   * endpoints go by the policy above them (Istio's `mtls_checker.go`).
   */
  readonly told: string | undefined;
}

function askedTls(objects: ObjectReader, question: ConnectionQuestion): AskedTls {
  const { client, host, serviceNamespace, subset, servicePort } = question;
  const asking = { namespace: client.namespace, labels: client.pods[0]?.labels ?? {} };
  const rules = findDestinationRules(objects, asking, host, serviceNamespace);
  const own = asRecord(rules.subsets.get(subset ?? '')?.['trafficPolicy']);
  const levels = [own, portSettings(rules.trafficPolicy, servicePort), rules.trafficPolicy];
  const asked = modeOfTls(trafficPolicyFor(rules, subset, servicePort)['tls']);
  const told = levels.map((policy) => policy?.['tls']).find((tls) => tls !== undefined);
  return { asked, told: modeOfTls(told) };
}

function modeOfTls(tls: unknown): string | undefined {
  if (tls === undefined) return undefined;
  const { mode } = asRecord(tls);
  return typeof mode === 'string' ? mode : 'DISABLE';
}
