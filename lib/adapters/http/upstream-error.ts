import type { UpstreamFailure, UpstreamFailureKind, UpstreamSource } from '@/lib/services/upstream-failure';

const SOURCE_NAMES: Readonly<Record<UpstreamSource, string>> = {
  prometheus: 'Prometheus',
  kubernetes: 'The Kubernetes API',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
};

const SENTENCES: Readonly<Record<UpstreamFailureKind, string>> = {
  unreachable: 'cannot be reached',
  dns: 'cannot be found: its host name does not resolve',
  tls: 'cannot be trusted: the TLS handshake failed',
  unauthorized: 'did not accept our credentials',
  forbidden: 'does not allow this request',
  notFound: 'does not know this address',
  gone: 'no longer holds what was asked for',
  rateLimited: 'asks us to slow down',
  badRequest: 'refused the request as invalid',
  serverError: 'failed inside',
  unavailable: 'is not available at the moment',
  timeout: 'did not answer in time',
  canceled: 'was not waited for',
  redirected: 'answered with a redirect, which is never followed',
  notJson: 'answered with something other than JSON; is a sign-in page in between?',
  malformed: 'answered in a form that cannot be read',
  tooLarge: 'answered with more than is allowed',
  empty: 'answered with nothing',
};

export interface UpstreamErrorDetails {
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** A fixed text of ours, never a part of an answer, an address or a header. */
  readonly detail?: string | undefined;
}

/**
 * The one error every adapter rejects with. Its texts are fixed sentences: no address, credential, header or body
 * of the failed exchange is kept, not even as `cause`, so it may be shown, logged and serialised as it is.
 */
export class UpstreamError extends Error implements UpstreamFailure {
  override readonly name = 'UpstreamError';
  readonly source: UpstreamSource;
  readonly kind: UpstreamFailureKind;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly publicMessage: string;

  constructor(source: UpstreamSource, kind: UpstreamFailureKind, details: UpstreamErrorDetails = {}) {
    const detail = details.detail === undefined ? '' : ` (${details.detail})`;
    const message = `${SOURCE_NAMES[source]} ${SENTENCES[kind]}${detail}`;
    super(message);
    this.source = source;
    this.kind = kind;
    this.publicMessage = message;
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
