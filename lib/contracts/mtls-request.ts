import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readGraphRequest, type GraphRequest } from './graph-request';
import { readParameters } from './read-parameters';

/** What `GET /api/mtls` is asked for. */
export type MtlsRequest = Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'atSeconds'>;

/** Reads the query parameters of `GET /api/mtls`: the graph's own of these names. */
export function parseMtlsRequest(parameters: URLSearchParams): Outcome<MtlsRequest> {
  const read = readParameters(parameters, ['namespaces', 'window', 'at']);
  if (!read.ok) return read;
  const request = readGraphRequest(read.value);
  if (!request.ok) return request;
  const { namespaces, windowSeconds, atSeconds } = request.value;
  return succeed({
    windowSeconds,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(atSeconds === undefined ? {} : { atSeconds }),
  });
}
