import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readParameters } from './read-parameters';

/** Reads the id in the path of `GET /api/traces/ID`, which takes no parameters. */
export function parseTraceRequest(id: string, parameters: URLSearchParams): Outcome<string> {
  const read = readParameters(parameters, []);
  if (!read.ok) return read;
  if (/^[0-9a-f]{1,32}$/i.test(id)) return succeed(id.toLowerCase());
  return fail('invalid-trace-id', 'The id of a trace is up to 32 hexadecimal digits.');
}
