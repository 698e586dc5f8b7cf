import type { Warning } from '@/lib/contracts/source-status';
import type { TelemetryPort } from './ports';

/** An answer without traffic means little until it is known whether the mesh reports at all. */
export async function warnOfSilence(
  telemetry: TelemetryPort,
  atSeconds: number,
  signal: AbortSignal | undefined,
): Promise<Warning[]> {
  const known = await telemetry.knownNamespaces(atSeconds - 3600, atSeconds, signal).catch(() => undefined);
  if (known === undefined || known.length > 0) return [];
  const message =
    'Prometheus has no istio_requests_total or istio_tcp_received_bytes_total of the last hour: it may scrape another mesh, or metrics may be switched off or renamed.';
  return [{ code: 'no-istio-metrics', message }];
}
