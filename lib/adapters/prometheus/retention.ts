const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

const DEFAULT_RETENTION_SECONDS = 15 * 86_400;

/** Reads a Prometheus duration such as `1h30m` or `15d`; undefined for any other text, 0 for `0`. */
export function parseDurationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(ms|[smhdwy]))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  }
  return seconds;
}

/**
 * How far back a server keeps data by its flags. `0s` in the flag means that nothing was set: then time decides
 * by its default only if no size limit is set either.
 */
export function readRetentionSeconds(flags: ReadonlyMap<string, string>): number | undefined {
  const byTime = parseDurationSeconds(flags.get('storage.tsdb.retention.time') ?? '');
  if (byTime !== undefined && byTime > 0) return byTime;
  const older = parseDurationSeconds(flags.get('storage.tsdb.retention') ?? '');
  if (older !== undefined && older > 0) return older;
  const bySize = flags.get('storage.tsdb.retention.size') ?? '';
  return byTime === 0 && /^0[A-Z]*$/i.test(bySize) ? DEFAULT_RETENTION_SECONDS : undefined;
}
