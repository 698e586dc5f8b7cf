import 'server-only';
import { createGuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { createJaeger } from '@/lib/adapters/tracing/jaeger';
import { createTempo } from '@/lib/adapters/tracing/tempo';
import type { FoundSource } from '@/lib/core/kubernetes/find-sources';
import type { PrometheusConfig } from './config';
import type { Upstream } from './found-source';

/** What a source said when it was asked for the first time. */
export interface Probed {
  readonly upstream: Upstream;
  readonly version?: string;
  /** Whether it has what we came for, or only answers. */
  readonly useful: boolean;
}

const DEADLINE_MS = 8_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Asks a source that may be there. @throws UpstreamError */
export function probeSource(
  source: FoundSource,
  upstream: Upstream,
  prometheus: PrometheusConfig,
): Promise<Probed> {
  switch (source) {
    case 'prometheus':
      return probePrometheus(upstream, prometheus);
    case 'jaeger':
      return probeJaeger(upstream);
    case 'tempo':
      return probeTempo(upstream);
    case 'grafana':
      return probeText(upstream, '/api/health', (text) => /"version"\s*:\s*"([^"]{1,60})"/.exec(text)?.[1]);
    case 'istiod':
      return probeText(upstream, '/version', (text) => /^\s*"?([\w.+-]{1,60})/.exec(text)?.[1]);
  }
}

async function probePrometheus(upstream: Upstream, { scope, names }: PrometheusConfig): Promise<Probed> {
  const client = createPrometheusClient({ ...upstream, scope, deadlineMs: DEADLINE_MS });
  try {
    const { seconds } = await client.serverTime();
    const [build, namespaces] = await Promise.all([
      client.buildInfo(),
      createTelemetry(client, names).knownNamespaces(seconds - 3600, seconds),
    ]);
    const version = build.get('version');
    return {
      upstream,
      useful: namespaces.length > 0,
      ...(version === undefined ? {} : { version }),
    };
  } finally {
    client.close();
  }
}

/** Istio's sample serves Jaeger below a path of its own. */
async function probeJaeger(upstream: Upstream): Promise<Probed> {
  const below = { ...upstream, url: `${upstream.url}/jaeger` };
  const probes = await Promise.allSettled(
    [upstream, below].map(async (place) => {
      const jaeger = createJaeger({ ...place, deadlineMs: DEADLINE_MS });
      try {
        await jaeger.services();
        return { upstream: place, useful: true };
      } finally {
        jaeger.close();
      }
    }),
  );
  const answered = probes.find((probe) => probe.status === 'fulfilled');
  if (answered !== undefined) return answered.value;
  throw probes[0]?.status === 'rejected' ? probes[0].reason : new UpstreamError('jaeger', 'unreachable');
}

async function probeTempo(upstream: Upstream): Promise<Probed> {
  const tempo = createTempo({ ...upstream, deadlineMs: DEADLINE_MS });
  try {
    await tempo.services();
    return { upstream, useful: true };
  } finally {
    tempo.close();
  }
}

async function probeText(
  upstream: Upstream,
  path: string,
  readVersion: (text: string) => string | undefined,
): Promise<Probed> {
  const { url, credentials } = upstream;
  const transport = createGuardedTransport({ source: 'kubernetes', baseUrl: url, credentials });
  try {
    const answer = await transport.request({
      method: 'GET',
      path,
      deadlineMs: DEADLINE_MS,
      maxBytes: MAX_BYTES,
    });
    if (answer.status !== 200) {
      const kind = answer.status === 403 ? 'forbidden' : 'unavailable';
      throw new UpstreamError('kubernetes', kind, { status: answer.status });
    }
    const version = readVersion(answer.text);
    return { upstream, useful: true, ...(version === undefined ? {} : { version }) };
  } finally {
    transport.close();
  }
}
