import { badRequestError } from './api-error';
import { isRecord } from './json-value';

/** Where a paged list goes on: after this object, as of this version. */
export interface ContinuePoint {
  readonly resourceVersion: number;
  readonly namespace: string;
  readonly name: string;
}

export function encodeContinueToken(point: ContinuePoint): string {
  const text = JSON.stringify({ v: 'v1', rv: point.resourceVersion, ns: point.namespace, name: point.name });
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** Reads a token back; throws a 400 for anything this server did not make. */
export function decodeContinueToken(token: string): ContinuePoint {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  if (isRecord(value) && value['v'] === 'v1') {
    const { rv, ns, name } = value;
    if (
      typeof rv === 'number' &&
      Number.isSafeInteger(rv) &&
      typeof ns === 'string' &&
      typeof name === 'string'
    ) {
      return { resourceVersion: rv, namespace: ns, name };
    }
  }
  throw badRequestError('continue key is not valid: this server did not hand it out');
}
