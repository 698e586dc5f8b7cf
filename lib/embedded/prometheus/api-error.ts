import { PromqlError } from '../promql/errors';

export type ApiErrorType =
  | 'bad_data'
  | 'execution'
  | 'timeout'
  | 'canceled'
  | 'internal'
  | 'unavailable'
  | 'not_found'
  | 'not_acceptable';

const STATUS: Readonly<Record<ApiErrorType, number>> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 503,
  internal: 500,
  unavailable: 503,
  not_found: 404,
  not_acceptable: 406,
};

/** A failure in the words of the Prometheus API; `status` follows from the type unless the transport knows better. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly errorType: ApiErrorType;
  readonly status: number;

  constructor(errorType: ApiErrorType, message: string, status: number = STATUS[errorType]) {
    super(message);
    this.errorType = errorType;
    this.status = status;
  }
}

export function invalidParameter(name: string, reason: string): ApiError {
  return new ApiError('bad_data', `invalid parameter "${name}": ${reason}`);
}

/** Any thrown value as an API error; what the engine did not throw on purpose is `internal` and keeps its details to itself. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof PromqlError) return new ApiError(error.kind, error.message);
  return new ApiError('internal', 'internal error of the embedded engine');
}
