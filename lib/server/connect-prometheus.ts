import 'server-only';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import type { PrometheusConfig } from './config';
import type { Upstream } from './found-source';
import { presentCredentials } from './present-credentials';

/** A client for the configured server, else for the one that was found; nothing is asked yet. */
export function connectPrometheus(
  { url, scope, access }: PrometheusConfig,
  found?: Upstream,
): PrometheusClient | undefined {
  const upstream = url === undefined ? found : { url, credentials: presentCredentials(access) };
  if (upstream === undefined) return undefined;
  return createPrometheusClient({ ...upstream, scope, deadlineMs: access.deadlineMs });
}
