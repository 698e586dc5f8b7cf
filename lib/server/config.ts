import 'server-only';
import fs from 'node:fs';
import { NO_HEALTH_RULES, type HealthRules } from '@/lib/core/health/health-rules';
import { DEFAULT_MESH_CONFIG } from '@/lib/core/kubernetes/resource-kinds';
import { parseScope } from '@/lib/core/promql/scope';
import { parseIstioNames, type IstioNames } from '@/lib/core/telemetry/istio-names';
import { parseRecordingRules, type RecordingRules } from '@/lib/core/telemetry/recording-rules';
import type { Matcher } from '@/lib/core/promql/matcher';
import type { MeshPlace } from '@/lib/services/mesh-ports';
import { readEdgeConfig, type EdgeConfig } from './edge/edge-config';
import { ConfigError, readableFile, requireWebAddress, setText, type Environment } from './environment';
import { readIdentity, type IdentityConfig } from './identity/identity-config';
import { readHealthFile } from './read-health-file';
import { readTracing, type TracingConfig } from './tracing-config';
import { readUpstreamAccess, type UpstreamAccess } from './upstream-access';

/** What the environment says. Read once; docs/configuration.md describes every variable. */
export interface ServerConfig {
  readonly prometheus: PrometheusConfig;
  /** Whether sources without an address are looked for in the cluster. */
  readonly discovery: boolean;
  readonly kubernetes: KubernetesConfig;
  readonly health: HealthRules;
  readonly mesh: MeshPlace;
  readonly tracing: TracingConfig;
  /** How it is known who asks. */
  readonly identity: IdentityConfig;
  /** Where health and metrics of the process are; absent: nowhere. */
  readonly admin?: { readonly host: string; readonly port: number };
  /** How long requests are still answered after the process was asked to end. */
  readonly drainSeconds: number;
  readonly edge: EdgeConfig;
}

export interface PrometheusConfig {
  /** Absent: it may be found in the cluster. */
  readonly url?: string;
  readonly scope: readonly Matcher[];
  /** The scope as it was written. */
  readonly scopeText: string;
  /** Its address for browsers. */
  readonly publicUrl?: string;
  readonly access: UpstreamAccess;
  /** What this Prometheus calls Istio's metrics and labels. */
  readonly names: IstioNames;
  /** What its recording rules call what they record; absent: none are looked for. */
  readonly rules?: RecordingRules;
}

export interface KubernetesConfig {
  readonly enabled: boolean;
  readonly contextName?: string;
  /** Read one by one where the account may not list a kind everywhere. */
  readonly namespaces: readonly string[];
}

/** @throws ConfigError when a variable is set to something that cannot be used */
export function readConfig(env: Environment): ServerConfig {
  const health = readHealth(env);
  const kubernetes = readKubernetes(env);
  const edge = readEdgeConfig(env);
  const identity = readIdentity(env, edge.basePath);
  if (identity.mode !== 'none' && !kubernetes.enabled)
    throw new ConfigError(
      `TELLTALE_AUTH=${identity.mode} needs a cluster: its API server is asked who may see what.`,
    );
  return {
    prometheus: readPrometheus(env),
    discovery: readDiscovery(env),
    kubernetes,
    health,
    mesh: readMesh(env),
    tracing: readTracing(env),
    identity,
    drainSeconds: readDrain(env),
    edge,
    ...readAdmin(env),
  };
}

function readDiscovery(env: Environment): boolean {
  const mode = setText(env, 'TELLTALE_DISCOVERY') ?? 'auto';
  if (mode === 'auto' || mode === 'off') return mode === 'auto';
  throw new ConfigError('TELLTALE_DISCOVERY is either auto or off.');
}

function readPrometheus(env: Environment): PrometheusConfig {
  const url = setText(env, 'TELLTALE_PROMETHEUS_URL');
  if (url !== undefined) requireWebAddress('TELLTALE_PROMETHEUS_URL', url);
  const publicUrl = setText(env, 'TELLTALE_PROMETHEUS_PUBLIC_URL');
  if (publicUrl !== undefined) requireWebAddress('TELLTALE_PROMETHEUS_PUBLIC_URL', publicUrl);
  const scopeText = setText(env, 'TELLTALE_PROMETHEUS_SCOPE') ?? '';
  const scope = parseScope(scopeText);
  if (!Array.isArray(scope)) throw new ConfigError(`TELLTALE_PROMETHEUS_SCOPE: ${scope.message}`);
  const names = readNames(env);
  const rules = readRules(env);
  const access = readUpstreamAccess(env, 'TELLTALE_PROMETHEUS');
  return {
    ...(url === undefined ? {} : { url }),
    scope,
    scopeText,
    names,
    access,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(rules === undefined ? {} : { rules }),
  };
}

function readNames(env: Environment): IstioNames {
  const names = parseIstioNames(
    setText(env, 'TELLTALE_METRIC_NAMES') ?? '',
    setText(env, 'TELLTALE_LABEL_NAMES') ?? '',
  );
  if (names.ok) return names.value;
  throw new ConfigError(`TELLTALE_METRIC_NAMES, TELLTALE_LABEL_NAMES: ${names.problem.message}`);
}

function readRules(env: Environment): RecordingRules | undefined {
  const rules = parseRecordingRules(setText(env, 'TELLTALE_RECORDING_RULES') ?? 'auto');
  if (rules.ok) return rules.value;
  throw new ConfigError(`TELLTALE_RECORDING_RULES ${rules.problem.message}`);
}

function readAdmin(env: Environment): Pick<ServerConfig, 'admin'> {
  const text = setText(env, 'TELLTALE_ADMIN_PORT');
  if (text === undefined) return {};
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new ConfigError('TELLTALE_ADMIN_PORT is a port from 1 to 65535.');
  return { admin: { port, host: setText(env, 'TELLTALE_ADMIN_HOST') ?? '127.0.0.1' } };
}

function readDrain(env: Environment): number {
  const text = setText(env, 'TELLTALE_DRAIN_SECONDS') ?? '0';
  const seconds = /^\d$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= 8) return seconds;
  throw new ConfigError('TELLTALE_DRAIN_SECONDS is a whole number from 0 to 8.');
}

function readKubernetes(env: Environment): KubernetesConfig {
  const mode = setText(env, 'TELLTALE_KUBERNETES') ?? 'auto';
  if (mode !== 'auto' && mode !== 'off') throw new ConfigError('TELLTALE_KUBERNETES is either auto or off.');
  const contextName = setText(env, 'TELLTALE_KUBE_CONTEXT');
  const namespaces = (setText(env, 'TELLTALE_NAMESPACES') ?? '').split(',').map((name) => name.trim());
  return {
    enabled: mode === 'auto',
    namespaces: namespaces.filter((name) => name !== ''),
    ...(contextName === undefined ? {} : { contextName }),
  };
}

const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function readMesh(env: Environment): MeshPlace {
  const place = setText(env, 'TELLTALE_MESH_CONFIG');
  const [namespace = '', name = '', ...rest] = (place ?? '').split('/');
  if (place !== undefined && (!NAME.test(namespace) || !NAME.test(name) || rest.length > 0))
    throw new ConfigError('TELLTALE_MESH_CONFIG is a namespace, a slash and the name of a ConfigMap.');
  const rootNamespace = setText(env, 'TELLTALE_ROOT_NAMESPACE');
  if (rootNamespace !== undefined && !NAME.test(rootNamespace))
    throw new ConfigError('TELLTALE_ROOT_NAMESPACE is not the name of a namespace.');
  return {
    config: place === undefined ? DEFAULT_MESH_CONFIG : { namespace, name },
    ...(rootNamespace === undefined ? {} : { rootNamespace }),
  };
}

function readHealth(env: Environment): HealthRules {
  const file = readableFile(env, 'TELLTALE_HEALTH_FILE');
  if (file === undefined) return NO_HEALTH_RULES;
  const rules = readHealthFile(readText(file, 'TELLTALE_HEALTH_FILE'));
  if (!rules.ok) throw new ConfigError(`TELLTALE_HEALTH_FILE: ${rules.problem.message}.`);
  return rules.value;
}

function readText(file: string, name: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${name} names a file that cannot be read.`);
  }
}
