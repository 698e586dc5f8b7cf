import type { FieldReader, Labels } from './field-reader';
import { asObject, asText } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
const TLS_MODES: readonly ClientTlsMode[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'];

/** What a traffic policy says about connections. */
export interface TrafficPolicyView {
  /** Whether there is a traffic policy at all. */
  readonly isGiven: boolean;
  /** Absent leaves the choice to auto mTLS. */
  readonly tlsMode?: ClientTlsMode;
  /** By service port. An entry without mode replaces the policy above it, and so means auto mTLS. */
  readonly tlsModeByPort: ReadonlyMap<number, ClientTlsMode | undefined>;
  /** Where the certificates are named by a secret: at the top, and by service port. Sidecars cannot read it. */
  readonly credentials: { readonly top: boolean; readonly ports: ReadonlySet<number> };
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
  /** What of its spec cannot be read; absent when all can. */
  readonly malformed?: string;
}

/** Reads networking.istio.io DestinationRule, any version. */
export function viewDestinationRule(object: unknown): Viewed<DestinationRuleView> {
  const viewed = viewObject(object, (fields, whole) => {
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
  const broken = viewed.problems.find(({ path }) => path.startsWith('spec'));
  if (viewed.view === undefined || broken === undefined) return viewed;
  return { ...viewed, view: { ...viewed.view, malformed: `${broken.path} ${broken.message}` } };
}

function readPolicy(fields: FieldReader, value: unknown, path: string): TrafficPolicyView {
  const given = fields.object(value, path);
  const policy = given ?? {};
  const tlsMode = readTlsMode(fields, policy['tls'], `${path}.tls`);
  const byPort = new Map<number, ClientTlsMode | undefined>();
  const credentialPorts = new Set<number>();
  for (const { object: entry, path: at } of fields.objects(
    policy['portLevelSettings'],
    `${path}.portLevelSettings`,
  )) {
    const port = fields.count(fields.object(entry['port'], `${at}.port`)?.['number'], `${at}.port.number`);
    if (port === undefined) fields.refuse(`${at}.port.number`, 'is missing');
    // Of two entries for one port the first counts.
    else if (!byPort.has(port)) {
      byPort.set(port, readTlsMode(fields, entry['tls'], `${at}.tls`));
      if (namesCredential(entry['tls'])) credentialPorts.add(port);
    }
  }
  return {
    isGiven: given !== undefined,
    ...(tlsMode !== undefined && { tlsMode }),
    tlsModeByPort: byPort,
    credentials: { top: namesCredential(policy['tls']), ports: credentialPorts },
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

function namesCredential(tls: unknown): boolean {
  return asText(asObject(tls)['credentialName']) !== undefined;
}
