import type { FieldReader, Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
const TLS_MODES: readonly ClientTlsMode[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'];

/** What a traffic policy says about connections. */
export interface TrafficPolicyView {
  /** Absent leaves the choice to auto mTLS. */
  readonly tlsMode?: ClientTlsMode;
  /** By service port. An entry without mode replaces the policy above it, and so means auto mTLS. */
  readonly tlsModeByPort: ReadonlyMap<number, ClientTlsMode | undefined>;
  readonly limitsConnections: boolean;
  readonly detectsOutliers: boolean;
}

export interface SubsetView {
  readonly name: string;
  readonly labels: Labels;
  readonly policy: TrafficPolicyView;
}

export interface DestinationRuleView extends ObjectView {
  /** As written; short names belong to the rule's own namespace. Empty when missing. */
  readonly host: string;
  readonly subsets: readonly SubsetView[];
  readonly policy: TrafficPolicyView;
  /** The clients it is for; empty means all. */
  readonly workloadSelector: Labels;
  readonly exportTo: readonly string[];
}

/** Reads networking.istio.io DestinationRule, any version. */
export function viewDestinationRule(object: unknown): Viewed<DestinationRuleView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const host = fields.text(spec['host'], 'spec.host');
    if (host === undefined) fields.refuse('spec.host', 'is missing');
    const selector = fields.object(spec['workloadSelector'], 'spec.workloadSelector');
    return {
      host: host ?? '',
      subsets: fields.objects(spec['subsets'], 'spec.subsets').flatMap(({ object: subset, path }) => {
        const name = fields.text(subset['name'], `${path}.name`);
        if (name === undefined) return fields.refuse(`${path}.name`, 'is missing') ?? [];
        const labels = fields.labels(subset['labels'], `${path}.labels`);
        return [
          { name, labels, policy: readPolicy(fields, subset['trafficPolicy'], `${path}.trafficPolicy`) },
        ];
      }),
      policy: readPolicy(fields, spec['trafficPolicy'], 'spec.trafficPolicy'),
      workloadSelector: fields.labels(selector?.['matchLabels'], 'spec.workloadSelector.matchLabels'),
      exportTo: fields.texts(spec['exportTo'], 'spec.exportTo'),
    };
  });
}

function readPolicy(fields: FieldReader, value: unknown, path: string): TrafficPolicyView {
  const policy = fields.object(value, path) ?? {};
  const tlsMode = readTlsMode(fields, policy['tls'], `${path}.tls`);
  const byPort = new Map<number, ClientTlsMode | undefined>();
  for (const { object: entry, path: at } of fields.objects(
    policy['portLevelSettings'],
    `${path}.portLevelSettings`,
  )) {
    const port = fields.count(fields.object(entry['port'], `${at}.port`)?.['number'], `${at}.port.number`);
    if (port === undefined) fields.refuse(`${at}.port.number`, 'is missing');
    else byPort.set(port, readTlsMode(fields, entry['tls'], `${at}.tls`));
  }
  return {
    ...(tlsMode !== undefined && { tlsMode }),
    tlsModeByPort: byPort,
    limitsConnections: fields.object(policy['connectionPool'], `${path}.connectionPool`) !== undefined,
    detectsOutliers: fields.object(policy['outlierDetection'], `${path}.outlierDetection`) !== undefined,
  };
}

/** A tls block without mode means DISABLE, the enumeration's zero; no block at all means auto mTLS. */
function readTlsMode(fields: FieldReader, value: unknown, path: string): ClientTlsMode | undefined {
  const tls = fields.object(value, path);
  if (tls === undefined) return undefined;
  if (tls['mode'] === undefined || tls['mode'] === null) return 'DISABLE';
  return fields.word(tls['mode'], `${path}.mode`, TLS_MODES);
}
