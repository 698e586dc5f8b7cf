import { fail, type Outcome } from '../mesh/problem';
import { parseTolerance } from './parse-tolerance';
import type { Tolerance } from './tolerances';

/** On a Service or a workload it replaces the rule for that object. The name is Kiali's, so that both read it. */
export const RATE_ANNOTATION = 'health.kiali.io/rate';

const MAX_LENGTH = 4096;
const MAX_ENTRIES = 64;

export interface ReadAnnotation {
  /** Empty where nothing is valid: the configured rule counts. */
  readonly tolerances: readonly Tolerance[];
  /** What was left out and why, without a full stop: `entry 2 has 4 fields instead of 5`. */
  readonly problems: readonly string[];
}

/** Reads `code,degraded,failure,protocol,direction;…`. An entry that cannot be used is left out. Never throws. */
export function readRateAnnotation(text: string): ReadAnnotation {
  if (text.length > MAX_LENGTH) return nothing(`it has more than ${MAX_LENGTH} characters`);
  const entries = text.split(';').map((entry) => entry.trim());
  if (entries.filter((entry) => entry !== '').length > MAX_ENTRIES)
    return nothing(`it has more than ${MAX_ENTRIES} entries`);
  const tolerances: Tolerance[] = [];
  const problems: string[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry === '') continue;
    const read = readEntry(entry);
    if (read.ok) tolerances.push(read.value);
    else problems.push(`entry ${index + 1} ${read.problem.message}`);
  }
  return { tolerances, problems };
}

function nothing(problem: string): ReadAnnotation {
  return { tolerances: [], problems: [problem] };
}

function readEntry(entry: string): Outcome<Tolerance> {
  const [code, degraded, failure, protocol, direction, ...rest] = entry
    .split(',')
    .map((field) => field.trim());
  if (
    code === undefined ||
    degraded === undefined ||
    failure === undefined ||
    protocol === undefined ||
    direction === undefined ||
    rest.length > 0
  ) {
    const count = entry.split(',').length;
    return refuse(`has ${count} field${count === 1 ? '' : 's'} instead of 5`);
  }
  const [degradedPercent, failurePercent] = [readPercent(degraded), readPercent(failure)];
  if (degradedPercent === undefined) return refuse('has a degraded that is not a number');
  if (failurePercent === undefined) return refuse('has a failure that is not a number');
  const read = parseTolerance({
    code,
    degraded: degradedPercent,
    failure: failurePercent,
    protocol,
    direction,
  });
  if (read.ok) return read;
  const { field = 'field', message } = read.problem;
  return refuse(`has a ${field} that ${message}`);
}

function readPercent(text: string): number | undefined {
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}

function refuse<T>(message: string): Outcome<T> {
  return fail('invalid-health-annotation', message);
}
