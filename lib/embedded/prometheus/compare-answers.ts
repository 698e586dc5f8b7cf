/** One answer of `/api/v1/query` or `/api/v1/query_range`, reduced to what two servers can be compared by. */
export interface ComparableAnswer {
  readonly status: number;
  readonly errorType: string;
  readonly resultType: string;
  /** Every point by series and time, as its printed value. */
  readonly points: ReadonlyMap<string, string>;
}

interface WireSeries {
  readonly metric: Record<string, string>;
  readonly value?: [number, string];
  readonly values?: [number, string][];
}

const RELATIVE_TOLERANCE = 1e-9;

/** Asks by form POST. Rejects when the answer is not JSON. */
export async function readAnswer(url: string, params: Record<string, string>): Promise<ComparableAnswer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(params) });
  const body = (await response.json()) as {
    errorType?: string;
    data?: { resultType: string; result: unknown };
  };
  const points = new Map<string, string>();
  const { resultType = '', result = [] } = body.data ?? {};
  if (resultType === 'scalar' || resultType === 'string') {
    const [time, value] = result as [number, string];
    points.set(`@${time}`, value);
  } else {
    for (const { metric, value, values = [] } of result as WireSeries[]) {
      const key = JSON.stringify(Object.entries(metric).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      for (const [time, text] of value === undefined ? values : [value]) points.set(`${key} @${time}`, text);
    }
  }
  return { status: response.status, errorType: body.errorType ?? '', resultType, points };
}

/** The first difference between two answers in words; undefined when they agree to nine digits. */
export function findDisagreement(wanted: ComparableAnswer, got: ComparableAnswer): string | undefined {
  const head = (answer: ComparableAnswer): string =>
    `${answer.status} ${answer.errorType}${answer.resultType}`;
  if (head(wanted) !== head(got)) return `wanted ${head(wanted)}, got ${head(got)}`;
  for (const [key, value] of wanted.points) {
    const other = got.points.get(key);
    if (other === undefined) return `${key} is missing, wanted ${value}`;
    if (value !== other && !isClose(Number(value), Number(other)))
      return `${key}: wanted ${value}, got ${other}`;
  }
  for (const [key, value] of got.points) {
    if (!wanted.points.has(key)) return `${key} is too much, got ${value}`;
  }
  return undefined;
}

function isClose(wanted: number, got: number): boolean {
  return Math.abs(wanted - got) <= RELATIVE_TOLERANCE * Math.max(Math.abs(wanted), Math.abs(got));
}
