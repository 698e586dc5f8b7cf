import 'server-only';
import type { TraceUi } from '@/lib/core/traces/trace-links';
import { ConfigError, requireWebAddress, setText, type Environment } from './environment';
import { readUpstreamAccess, type UpstreamAccess } from './upstream-access';

/** Where single requests can be looked up. */
export interface TracingConfig {
  /** Absent: nobody is asked for traces; links may lead to them all the same. */
  readonly backend?: TracingBackend;
  /** Nobody is to be asked, not even a backend that is found. */
  readonly off?: true;
  /** Pages for people; absent: no links. */
  readonly ui?: TraceUi;
  /** How the mesh names its services in traces; absent tries what is usual. */
  readonly naming?: string;
}

export type TracingBackend =
  | {
      readonly kind: 'jaeger';
      readonly url: string;
      readonly api: 'v1' | 'v3';
      readonly access: UpstreamAccess;
    }
  | { readonly kind: 'tempo'; readonly url: string; readonly access: UpstreamAccess };

/** @throws ConfigError */
export function readTracing(env: Environment): TracingConfig {
  const kind = readKind(env);
  const naming = readNaming(env);
  const ui = readUi(env, kind);
  return {
    ...(kind === 'none' ? {} : { backend: readBackend(env, kind) }),
    ...(setText(env, 'TELLTALE_TRACING') === 'none' ? { off: true } : {}),
    ...(ui === undefined ? {} : { ui }),
    ...(naming === undefined ? {} : { naming }),
  };
}

function readKind(env: Environment): 'jaeger' | 'tempo' | 'none' {
  const addressed = (['jaeger', 'tempo'] as const).find((one) => setText(env, urlOf(one)) !== undefined);
  const kind = setText(env, 'TELLTALE_TRACING') ?? addressed ?? 'none';
  if (kind !== 'jaeger' && kind !== 'tempo' && kind !== 'none')
    throw new ConfigError('TELLTALE_TRACING is jaeger, tempo or none.');
  if (kind !== 'none' && setText(env, urlOf(kind)) === undefined)
    throw new ConfigError(`TELLTALE_TRACING is ${kind}: set ${urlOf(kind)}, too.`);
  return kind;
}

function urlOf(kind: 'jaeger' | 'tempo'): string {
  return `TELLTALE_${kind.toUpperCase()}_URL`;
}

function readBackend(env: Environment, kind: 'jaeger' | 'tempo'): TracingBackend {
  const prefix = `TELLTALE_${kind.toUpperCase()}`;
  const url = setText(env, urlOf(kind)) ?? '';
  requireWebAddress(urlOf(kind), url);
  const access = readUpstreamAccess(env, prefix);
  if (kind === 'tempo') return { kind, url, access };
  const api = setText(env, 'TELLTALE_JAEGER_API') ?? 'v1';
  if (api !== 'v1' && api !== 'v3') throw new ConfigError('TELLTALE_JAEGER_API is either v1 or v3.');
  return { kind, url, api, access };
}

/** Links lead to addresses that somebody configured for people, never to the one that is asked. */
function readUi(env: Environment, backend: 'jaeger' | 'tempo' | 'none'): TraceUi | undefined {
  const search = readTemplate(env, 'TELLTALE_TRACE_SEARCH_URL');
  const trace = readTemplate(env, 'TELLTALE_TRACE_URL');
  if (search !== undefined || trace !== undefined) {
    return {
      kind: 'template',
      ...(search === undefined ? {} : { search }),
      ...(trace === undefined ? {} : { trace }),
    };
  }
  const name = backend === 'tempo' ? 'TELLTALE_GRAFANA_PUBLIC_URL' : 'TELLTALE_JAEGER_PUBLIC_URL';
  const url = setText(env, name);
  if (url === undefined || backend === 'none') return undefined;
  requireWebAddress(name, url);
  if (backend === 'jaeger') return { kind: 'jaeger', url };
  const datasource = setText(env, 'TELLTALE_GRAFANA_DATASOURCE');
  if (datasource === undefined)
    throw new ConfigError(
      'TELLTALE_GRAFANA_PUBLIC_URL needs TELLTALE_GRAFANA_DATASOURCE, the uid of its Tempo.',
    );
  return { kind: 'grafana', url, datasource, org: 1 };
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
