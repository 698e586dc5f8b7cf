/** What an operand's numbers measure. A `rate` counts requests, messages or bytes: whatever its edge counts. */
export type Measure = 'requests' | 'bytes' | 'rate' | 'percent' | 'milliseconds' | 'count';

/** How a number of each measure may be written. */
export const measureExamples: Readonly<Record<Measure, string>> = {
  requests: '10, 10rps, 10/s or 1.5k',
  bytes: '500, 1.2kB or 3MiB/s',
  rate: '10, 10rps or 1.2kB',
  percent: '5 or 5%',
  milliseconds: '250, 250ms or 1.5s',
  count: '2',
};

export interface Quantity {
  readonly number: number;
  /** Only of a rate that was written with a unit. */
  readonly counts?: 'requests' | 'bytes';
}

const NUMBER = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/is;

const PREFIXES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const BINARY_PREFIXES: Readonly<Record<string, number>> = { ki: 1024, mi: 1024 ** 2, gi: 1024 ** 3 };
const MILLISECONDS: Readonly<Record<string, number>> = {
  '': 1,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  min: 6e4,
};

/** Reads `250ms`, `1.2 kB` or `5%` in the unit that the measure has without one; undefined when it is no such number. */
export function parseQuantity(text: string, measure: Measure): Quantity | undefined {
  const [, digits, suffix = ''] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const unit = readUnit(suffix.trim().toLowerCase(), measure);
  // Adding zero turns a negative zero into the ordinary one.
  const number = Number(digits) * (unit?.factor ?? Number.NaN) + 0;
  if (unit === undefined || !Number.isFinite(number)) return undefined;
  return measure === 'rate' && unit.counts !== undefined ? { number, counts: unit.counts } : { number };
}

interface Unit {
  readonly factor: number;
  readonly counts?: 'requests' | 'bytes';
}

function readUnit(suffix: string, measure: Measure): Unit | undefined {
  switch (measure) {
    case 'percent':
      return suffix === '' || suffix === '%' ? { factor: 1 } : undefined;
    case 'milliseconds':
      return asUnit(own(MILLISECONDS, suffix));
    case 'count':
      return suffix === '' ? { factor: 1 } : undefined;
    case 'requests':
      return readPerSecond(suffix) ?? readRequests(suffix);
    case 'bytes':
      return readPerSecond(suffix) ?? readBytes(suffix);
    default:
      return readPerSecond(suffix) ?? readRequests(suffix) ?? readBytes(suffix);
  }
}

/** `10`, `1.5k`, `10/s`: says nothing of what is counted. */
function readPerSecond(suffix: string): Unit | undefined {
  return asUnit(own(PREFIXES, suffix.replace(/\s*\/\s*s$/, '')));
}

function readRequests(suffix: string): Unit | undefined {
  if (suffix === 'rpm') return { factor: 1 / 60, counts: 'requests' };
  const [, prefix] = /^([kmg]?)\s*(?:rps|req\/s)$/.exec(suffix) ?? [];
  return prefix === undefined ? undefined : asUnit(own(PREFIXES, prefix), 'requests');
}

function readBytes(suffix: string): Unit | undefined {
  const [, prefix] = /^((?:[kmg]i?)?)b(?:\s*\/\s*s)?$/.exec(suffix) ?? [];
  if (prefix === undefined) return undefined;
  return asUnit(own(PREFIXES, prefix) ?? own(BINARY_PREFIXES, prefix), 'bytes');
}

function asUnit(factor: number | undefined, counts?: Unit['counts']): Unit | undefined {
  if (factor === undefined) return undefined;
  return counts === undefined ? { factor } : { factor, counts };
}

function own(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
