import { compareText } from '@/lib/core/mesh/compare-text';
import { asArray, asObject, asText, type JsonObject } from './json';

/** What a mesh usually has beside it. */
export type FoundSource = 'prometheus' | 'jaeger' | 'tempo' | 'grafana' | 'istiod';

/** A Service's port behind which a source may be. */
export interface SourcePlace {
  readonly source: FoundSource;
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

interface Signature {
  readonly source: FoundSource;
  /** Names of Services, best first. */
  readonly names: readonly RegExp[];
  /** Values of the labels `app.kubernetes.io/name`, `app.kubernetes.io/component` and `app`. */
  readonly labels: readonly string[];
  readonly never: RegExp;
  /** Names and numbers of ports, best first. */
  readonly ports: readonly (string | number)[];
}

const SIGNATURES: readonly Signature[] = [
  {
    source: 'prometheus',
    // Those who ask several Prometheus, or keep long, know more than one alone.
    names: [
      /^thanos-query(-frontend)?$/,
      /^(.*-)?vmselect(-.*)?$/,
      /^prometheus$/,
      /^prometheus-k8s$/,
      /^(.*-)?prometheus(-server)?$/,
      /^(.*-)?vmsingle(-.*)?$/,
      /^prometheus-operated$/,
    ],
    labels: ['prometheus', 'kube-prometheus-stack-prometheus'],
    never: /alertmanager|operator|exporter|pushgateway|kube-state-metrics|adapter|sidecar|webhook/,
    ports: ['http-web', 'web', 'http', 'http-query', 9090, 8429, 8481, 10902, 80],
  },
  {
    source: 'jaeger',
    names: [/^tracing$/, /^(.*-)?jaeger-query$/, /^jaeger$/],
    labels: ['jaeger', 'jaeger-query'],
    never: /collector|agent|operator|headless/,
    ports: ['http-query', 'query-http', 'jaeger-query', 'query', 16686, 80],
  },
  {
    source: 'tempo',
    names: [/^(.*-)?tempo-query-frontend$/, /^(.*-)?tempo$/],
    labels: ['tempo'],
    never: /distributor|ingester|compactor|gossip|generator|discovery|operator|memcached/,
    ports: ['http-metrics', 'tempo-prom-metrics', 'http', 3200, 3100],
  },
  {
    source: 'grafana',
    names: [/^grafana$/, /^(.*-)?grafana$/],
    labels: ['grafana'],
    never: /operator|headless|alerting|agent|image-renderer/,
    ports: ['service', 'http-web', 'http', 3000, 80],
  },
  {
    source: 'istiod',
    names: [/^istiod$/, /^istiod-/],
    labels: ['istiod'],
    never: /webhook/,
    ports: ['http-monitoring', 15014],
  },
];

/**
 * Services that look like sources, the likeliest of each source first.
 * @param services objects of kind Service, as the API gave them
 */
export function findSources(services: readonly unknown[]): readonly SourcePlace[] {
  const ranked = SIGNATURES.flatMap((signature) =>
    services.flatMap((service) => {
      const found = matchService(signature, asObject(service));
      return found === undefined ? [] : [{ ...found, order: SIGNATURES.indexOf(signature) }];
    }),
  );
  ranked.sort(
    (left, right) =>
      left.order - right.order ||
      left.rank - right.rank ||
      compareText(left.place.namespace, right.place.namespace) ||
      compareText(left.place.service, right.place.service),
  );
  return ranked.map(({ place }) => place);
}

function matchService(
  signature: Signature,
  object: JsonObject,
): { readonly rank: number; readonly place: SourcePlace } | undefined {
  const metadata = asObject(object['metadata']);
  const [name, namespace] = [asText(metadata['name']), asText(metadata['namespace'])];
  if (name === undefined || namespace === undefined || signature.never.test(name)) return undefined;
  const labels = asObject(metadata['labels']);
  const labelled = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app'].some((key) => {
    const value = asText(labels[key]);
    return value !== undefined && signature.labels.includes(value);
  });
  const named = signature.names.findIndex((pattern) => pattern.test(name));
  if (!labelled && named < 0) return undefined;
  const port = choosePort(signature, asArray(asObject(object['spec'])['ports']));
  if (port === undefined) return undefined;
  const rank = (named < 0 ? signature.names.length : named) * 2 + (labelled ? 0 : 1);
  return { rank, place: { source: signature.source, namespace, service: name, ...port } };
}

function choosePort(
  { ports: wanted }: Signature,
  ports: readonly unknown[],
): { readonly port: number; readonly scheme: 'http' | 'https' } | undefined {
  const known = ports.flatMap((item) => {
    const { port, name, protocol, appProtocol } = asObject(item);
    if (typeof port !== 'number' || (protocol !== undefined && protocol !== 'TCP')) return [];
    const isTls =
      asText(name)?.startsWith('https') === true || asText(appProtocol) === 'https' || port === 443;
    return [{ port, name: asText(name), scheme: isTls ? ('https' as const) : ('http' as const) }];
  });
  for (const want of wanted) {
    const found = known.find(({ port, name }) => port === want || name === want);
    if (found !== undefined) return { port: found.port, scheme: found.scheme };
  }
  return known.length === 1 && known[0] ? { port: known[0].port, scheme: known[0].scheme } : undefined;
}
