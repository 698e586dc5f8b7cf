import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readGraphRequest, type GraphRequest } from './graph-request';
import { readParameters } from './read-parameters';

/** What `GET /api/routing` is asked for. */
export interface RoutingRequest extends Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'atSeconds'> {
  /** Only routes of this host, in lower case: in full, or a service's name with or without its namespace. */
  readonly host?: string;
}

const LONGEST_HOST = 253;
/** As routes name hosts: labels with dots between them, a wildcard at the start or nothing else, an address. */
const HOST = /^(\*|(\*\.)?[a-z0-9_]([-a-z0-9_.:]*[a-z0-9_])?|\*[-a-z0-9_.]+)$/;

/** Reads the query parameters of `GET /api/routing`: the graph's own of these names, and `host`. */
export function parseRoutingRequest(parameters: URLSearchParams): Outcome<RoutingRequest> {
  const read = readParameters(parameters, ['namespaces', 'host', 'window', 'at']);
  if (!read.ok) return read;
  const { host: written, ...rest } = read.value;
  const request = readGraphRequest(rest);
  if (!request.ok) return request;
  const host = written?.toLowerCase();
  if (host !== undefined && (host.length > LONGEST_HOST || !HOST.test(host))) {
    return fail('invalid-host', 'host is a host name, such as reviews.bookinfo or *.example.com.', 'host');
  }
  const { namespaces, windowSeconds, atSeconds } = request.value;
  return succeed({
    windowSeconds,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(atSeconds === undefined ? {} : { atSeconds }),
    ...(host === undefined ? {} : { host }),
  });
}
