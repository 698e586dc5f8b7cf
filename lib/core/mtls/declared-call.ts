import type { ClientTlsMode } from '../kubernetes/destination-rule-view';
import type { Outcome } from './accept-tls';
import type { MtlsMode } from './mtls-mode';
import type { ProxyKind } from './pod-shape';

/** What a call comes to by what is declared of both its sides. */
export interface DeclaredCall {
  /** `mixed` where it depends on port, subset or pod, which nobody reports. */
  readonly outcome: Outcome | 'mixed';
  /** Sentences. */
  readonly reason: string;
  readonly clientProxy: ProxyKind | 'mixed';
  /** What DestinationRules ask of the client; `AUTO` where they leave it to auto mTLS. Sorted. */
  readonly asked: (ClientTlsMode | 'AUTO')[];
  /** The DestinationRules that ask, as `namespace/name`, sorted. */
  readonly rules: string[];
  /** What the servers accept on the ports that may be meant, sorted. */
  readonly accepts: MtlsMode[];
}
