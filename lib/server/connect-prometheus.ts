import 'server-only';
import { createPrometheusClient, type PrometheusClient } from '@/lib/adapters/prometheus/client';
import type { PrometheusConfig } from './config';
import { presentCredentials } from './present-credentials';

/** A client for the configured server; nothing is asked yet. */
export function connectPrometheus({ url, scope, access }: PrometheusConfig): PrometheusClient {
  const { deadlineMs } = access;
  return createPrometheusClient({ url, scope, deadlineMs, ...presentCredentials(access) });
}
