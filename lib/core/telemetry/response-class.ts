import type { TrafficSample } from './traffic-sample';

/** Stands for the code of requests whose reports name none. */
export const UNREPORTED_CODE = 'unknown';

/**
 * Whether a response counts as failed. HTTP: 5xx, or no response at all. gRPC: every status but 0, and transport
 * failures, which carry an HTTP 4xx or 5xx; an HTTP 200 whose gRPC status was not reported proves no failure. TCP has no codes: a connection with a flag other than "client left".
 */
export function isFailure({
  protocol,
  code,
  flags,
}: Pick<TrafficSample, 'protocol' | 'code' | 'flags'>): boolean {
  if (protocol === 'tcp') return flags !== undefined && flags !== 'DC' && flags !== 'DR';
  if (code === undefined) return false;
  if (code === '-') return true;
  if (protocol === 'grpc') return code !== '0' && code !== '' && !/^[123]\d\d$/.test(code);
  return /^5\d\d$/.test(code);
}
