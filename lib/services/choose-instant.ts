import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { TelemetryPort, UpstreamQuery } from './ports';

export interface Instant {
  readonly atSeconds: number;
  /** Prometheus' own clock. */
  readonly nowSeconds: number;
  /** How far back Prometheus keeps samples; undefined when it does not say. */
  readonly retentionSeconds: number | undefined;
  /** How Prometheus' clock was read. */
  readonly query: UpstreamQuery;
}

/** Clocks may differ by this much before a time counts as being in the future. */
const TOLERATED_SKEW_SECONDS = 60;

/**
 * The instant an answer is about: the one that was asked for, if Prometheus can know it, else Prometheus' own now.
 * Rejects with an `UpstreamFailure` when Prometheus cannot be asked.
 */
export async function chooseInstant(
  telemetry: TelemetryPort,
  wantedSeconds: number | undefined,
  signal: AbortSignal | undefined,
): Promise<Outcome<Instant>> {
  const [{ seconds: nowSeconds, query }, retentionSeconds] = await Promise.all([
    telemetry.serverTime(signal),
    // Some Prometheus-compatible servers do not tell: then nothing is known, which is no failure.
    telemetry.retentionSeconds(signal).catch(() => undefined),
  ]);
  if (wantedSeconds === undefined)
    return succeed({ atSeconds: nowSeconds, nowSeconds, retentionSeconds, query });
  if (wantedSeconds > nowSeconds + TOLERATED_SKEW_SECONDS) {
    return fail('time-in-future', 'at lies in the future of Prometheus.', 'at');
  }
  return succeed({ atSeconds: wantedSeconds, nowSeconds, retentionSeconds, query });
}
