import 'server-only';
import type { StatusAnswer } from '@/lib/contracts/status';
import { RESOURCE_ADDRESSES } from '@/lib/core/kubernetes/resource-kinds';
import { readServerVersion } from '@/lib/adapters/kubernetes/read-server-version';
import { nameServerKind } from '@/lib/adapters/prometheus/server-kind';
import { describeSources } from '@/lib/services/describe-sources';
import { isUpstreamFailure, type UpstreamFailure } from '@/lib/services/upstream-failure';
import packageJson from '../../package.json';
import { describeRecordingRules } from './describe-recording-rules';
import type { Runtime } from './runtime';

/** What is configured and what answers, asked just now. */
export async function getStatus(runtime: Runtime, signal: AbortSignal): Promise<StatusAnswer> {
  const { config, ports, prometheus, findings, access } = runtime;
  let failure: UpstreamFailure | undefined;
  const asking = access === undefined ? undefined : readServerVersion(access, signal);
  const probe = await probePrometheus(runtime, signal).catch((error: unknown) => {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    failure = error;
    return {};
  });
  const kubernetesVersion = await asking;
  return {
    version: packageJson.version,
    findings: [...findings],
    sources: describeSources(ports, failure),
    prometheus: {
      configured: prometheus !== undefined,
      scope: config.prometheus.scopeText,
      ...(config.prometheus.publicUrl === undefined ? {} : { publicUrl: config.prometheus.publicUrl }),
      ...probe,
    },
    kubernetes: {
      configured: ports.cluster !== undefined,
      ...(kubernetesVersion === undefined ? {} : { version: kubernetesVersion }),
      kinds: [...(ports.cluster?.status().kinds ?? [])].map(([kind, { state, count, reason, version }]) => ({
        kind: RESOURCE_ADDRESSES[kind].plural,
        state,
        count,
        ...(version === undefined
          ? {}
          : { apiVersion: [RESOURCE_ADDRESSES[kind].group, version].filter(Boolean).join('/') }),
        ...(reason === undefined ? {} : { reason }),
      })),
    },
  };
}

async function probePrometheus(
  { prometheus, recordedRates, ports: { nowSeconds } }: Runtime,
  signal: AbortSignal,
): Promise<Partial<StatusAnswer['prometheus']>> {
  if (prometheus === undefined) return {};
  const asked = nowSeconds();
  const [serverTime, build, retentionSeconds] = await Promise.all([
    prometheus.serverTime(signal),
    prometheus.buildInfo(signal).catch(() => new Map<string, string>()),
    prometheus.retentionSeconds(signal).catch(() => undefined),
  ]);
  const recordingRules = await describeRecordingRules(recordedRates, serverTime.seconds, signal);
  const version = build.get('version');
  const { product, differences } = nameServerKind(build);
  return {
    // Half the round trip lies between the question and the clock's reading.
    clockSkewSeconds: Math.round((serverTime.seconds - (asked + nowSeconds()) / 2) * 10) / 10,
    product,
    differences: [...differences],
    ...(version === undefined ? {} : { version }),
    ...(retentionSeconds === undefined ? {} : { retentionSeconds }),
    ...(recordingRules === undefined ? {} : { recordingRules }),
  };
}
