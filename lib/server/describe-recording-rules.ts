import 'server-only';
import type { RecordedRates } from '@/lib/adapters/prometheus/recorded-rates';
import type { StatusAnswer } from '@/lib/contracts/status';
import { ISTIO_METRICS } from '@/lib/core/telemetry/istio-names';

/** The window that graphs show first. */
const USUAL_WINDOW_SECONDS = 300;

/** Which recorded rates can be read now; undefined where none are looked for. Rejects as `choose` does. */
export async function describeRecordingRules(
  recordedRates: RecordedRates | undefined,
  atSeconds: number,
  signal: AbortSignal,
): Promise<StatusAnswer['prometheus']['recordingRules']> {
  if (recordedRates === undefined) return undefined;
  const { baseSeconds, pattern } = recordedRates.rules;
  const windowSeconds = Math.max(USUAL_WINDOW_SECONDS, 5 * baseSeconds);
  const { intervalSeconds, faults } = await recordedRates.choose({ windowSeconds, atSeconds, signal });
  return {
    pattern,
    windowSeconds,
    metrics: ISTIO_METRICS.map((metric) => {
      const everySeconds = intervalSeconds.get(metric);
      return {
        metric,
        state: faults.get(metric) ?? 'read',
        ...(everySeconds === undefined ? {} : { everySeconds }),
      };
    }),
  };
}
