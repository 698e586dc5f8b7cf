import 'server-only';
import type { TraceUi } from '@/lib/core/traces/trace-links';
import {
  ConfigError,
  readableFile,
  readSeconds,
  requireWebAddress,
  setText,
  type Environment,
} from './environment';

/** Where single requests can be looked up. */
export interface TracingConfig {
  /** Absent: nobody is asked for traces; links may lead to them all the same. */
  readonly jaeger?: JaegerConfig;
  /** Pages for people; absent: no links. */
  readonly ui?: TraceUi;
  /** How the mesh names its services in traces; absent tries what is usual. */
  readonly naming?: string;
}

export interface JaegerConfig {
  readonly url: string;
  readonly api: 'v1' | 'v3';
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly deadlineMs: number;
}

/** @throws ConfigError */
export function readTracing(env: Environment): TracingConfig {
  const url = setText(env, 'TELLTALE_JAEGER_URL');
  const kind = setText(env, 'TELLTALE_TRACING') ?? (url === undefined ? 'none' : 'jaeger');
  if (kind !== 'jaeger' && kind !== 'none')
    throw new ConfigError('TELLTALE_TRACING is either jaeger or none.');
  const naming = readNaming(env);
  const ui = readUi(env, kind === 'jaeger');
  if (kind === 'jaeger' && url === undefined)
    throw new ConfigError('TELLTALE_TRACING is jaeger: set TELLTALE_JAEGER_URL, too.');
  return {
    ...(kind === 'none' || url === undefined ? {} : { jaeger: readJaeger(env, url) }),
    ...(ui === undefined ? {} : { ui }),
    ...(naming === undefined ? {} : { naming }),
  };
}

function readJaeger(env: Environment, url: string): JaegerConfig {
  requireWebAddress('TELLTALE_JAEGER_URL', url);
  const api = setText(env, 'TELLTALE_JAEGER_API') ?? 'v1';
  if (api !== 'v1' && api !== 'v3') throw new ConfigError('TELLTALE_JAEGER_API is either v1 or v3.');
  const tokenFile = readableFile(env, 'TELLTALE_JAEGER_TOKEN_FILE');
  const caFile = readableFile(env, 'TELLTALE_JAEGER_CA_FILE');
  return {
    url,
    api,
    deadlineMs: readSeconds(env, 'TELLTALE_JAEGER_TIMEOUT_SECONDS', 10) * 1000,
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(caFile === undefined ? {} : { caFile }),
  };
}

/** Links lead to addresses that somebody configured for people, never to the one that is asked. */
function readUi(env: Environment, isJaeger: boolean): TraceUi | undefined {
  const search = readTemplate(env, 'TELLTALE_TRACE_SEARCH_URL');
  const trace = readTemplate(env, 'TELLTALE_TRACE_URL');
  if (search !== undefined || trace !== undefined) {
    return {
      kind: 'template',
      ...(search === undefined ? {} : { search }),
      ...(trace === undefined ? {} : { trace }),
    };
  }
  const url = setText(env, 'TELLTALE_JAEGER_PUBLIC_URL');
  if (url === undefined || !isJaeger) return undefined;
  requireWebAddress('TELLTALE_JAEGER_PUBLIC_URL', url);
  return { kind: 'jaeger', url };
}

const PLACES = ['service', 'traceId', 'startMs', 'endMs'];

function readTemplate(env: Environment, name: string): string | undefined {
  const template = setText(env, name);
  if (template === undefined) return undefined;
  const plain = template.replaceAll(/\{(\w+)\}/g, (place, key: string) =>
    PLACES.includes(key) ? 'x' : place,
  );
  requireWebAddress(name, plain);
  if (/[{}]/.test(plain))
    throw new ConfigError(`${name} may hold the places ${PLACES.map((place) => `{${place}}`).join(', ')}.`);
  if (/[{}]/.test(template.split('/').slice(0, 3).join('/')))
    throw new ConfigError(`${name} may hold places after its host only.`);
  return template;
}

function readNaming(env: Environment): string | undefined {
  const naming = setText(env, 'TELLTALE_TRACING_SERVICE_NAMES');
  if (naming === undefined) return undefined;
  const rest = naming.replaceAll(/\{(app|canonical|workload|namespace)\}/g, '');
  if (rest === naming || /[{}]/.test(rest)) {
    throw new ConfigError(
      'TELLTALE_TRACING_SERVICE_NAMES is a text with the places {app}, {canonical}, {workload} and {namespace}.',
    );
  }
  return naming;
}
