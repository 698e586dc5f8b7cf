/** The foreign systems the application asks. */
export type UpstreamSource = 'prometheus' | 'kubernetes' | 'jaeger' | 'tempo';

/** What went wrong, in words every upstream shares. */
export type UpstreamFailureKind =
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'gone'
  | 'rateLimited'
  | 'badRequest'
  | 'serverError'
  | 'unavailable'
  | 'timeout'
  | 'canceled'
  | 'redirected'
  | 'notJson'
  | 'malformed'
  | 'tooLarge'
  | 'empty';

/** The shape of every rejection a port may give. `publicMessage` is a fixed text that is safe to show. */
export interface UpstreamFailure {
  readonly source: UpstreamSource;
  readonly kind: UpstreamFailureKind;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly publicMessage: string;
}

/** Whether a rejection is an upstream's failure rather than a defect of ours. */
export function isUpstreamFailure(error: unknown): error is UpstreamFailure {
  return (
    error instanceof Error &&
    'source' in error &&
    'kind' in error &&
    'publicMessage' in error &&
    error.name === 'UpstreamError'
  );
}
