import type { ResourceType } from './object-store';

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: readonly StatusCause[];
  retryAfterSeconds?: number;
}

/** A refusal as the Kubernetes API words it: HTTP code, machine-readable reason and details. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** The `Status` object a client gets for a refusal. */
export function toStatus(error: ApiError): Record<string, unknown> {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error.message,
    reason: error.reason,
    ...(error.details === undefined ? {} : { details: error.details }),
    code: error.code,
  };
}

/** `virtualservices.networking.istio.io`, or just `pods` in the core group. */
export function qualifyResource(group: string, plural: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function describeObject(type: ResourceType, name: string): StatusDetails {
  return type.group === '' ? { name, kind: type.plural } : { name, group: type.group, kind: type.plural };
}

export function notFoundError(type: ResourceType, name: string): ApiError {
  const message = `${qualifyResource(type.group, type.plural)} "${name}" not found`;
  return new ApiError(404, 'NotFound', message, describeObject(type, name));
}

export function unknownPathError(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExistsError(type: ResourceType, name: string): ApiError {
  const message = `${qualifyResource(type.group, type.plural)} "${name}" already exists`;
  return new ApiError(409, 'AlreadyExists', message, describeObject(type, name));
}

export function conflictError(type: ResourceType, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifyResource(type.group, type.plural)} "${name}": ${why}`;
  return new ApiError(409, 'Conflict', message, describeObject(type, name));
}

export function invalidError(type: ResourceType, name: string, causes: readonly StatusCause[]): ApiError {
  const what = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  const found = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const list = found.length === 1 ? found[0] : `[${found.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${what} "${name}" is invalid: ${list}`, {
    name,
    ...(type.group === '' ? {} : { group: type.group }),
    kind: type.kind,
    causes,
  });
}

export function badRequestError(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotAllowedError(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function expiredError(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** The Status body of any failure; faults of our own read as 500. */
export function describeFailure(error: unknown): { code: number; status: Record<string, unknown> } {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'InternalError',
          `Internal error occurred: ${error instanceof Error ? error.message : 'unknown'}`,
        );
  return { code: known.code, status: toStatus(known) };
}
