/** Which server answers the query API, and in what it differs from Prometheus as far as that changes what is shown. */
export interface ServerKind {
  readonly product: 'Prometheus' | 'Thanos' | 'Grafana Mimir' | 'Cortex' | 'VictoriaMetrics' | 'unknown';
  /** Sentences for people. */
  readonly differences: readonly string[];
}

const NO_RETENTION = 'It does not tell how long it keeps data.';

/**
 * Tells servers apart by what they say of their build. Mimir and Cortex name themselves; Thanos has versions before 1
 * and VictoriaMetrics says its version only, and nothing of where it was built.
 * @param build texts of the build information; empty where it is not served, as by some managed services
 */
export function nameServerKind(build: ReadonlyMap<string, string>): ServerKind {
  const application = build.get('application') ?? '';
  const version = build.get('version') ?? '';
  if (/mimir/i.test(application)) return { product: 'Grafana Mimir', differences: TENANTS };
  if (/cortex/i.test(application)) return { product: 'Cortex', differences: TENANTS };
  if (version === '')
    return { product: 'unknown', differences: ['It does not tell what it is.', NO_RETENTION] };
  if (build.size === 1) return { product: 'VictoriaMetrics', differences: VICTORIA };
  return /^v?0\./.test(version)
    ? { product: 'Thanos', differences: THANOS }
    : { product: 'Prometheus', differences: [] };
}

const TENANTS = [
  'It holds the metrics of several tenants: only those of the configured one are seen.',
  NO_RETENTION,
];

const THANOS = [
  'It asks several stores. What one of them does not answer is missing, and a warning says so.',
  NO_RETENTION,
];

const VICTORIA = [
  'Its rates do not extrapolate to the borders of the window: they may be a little lower than those of Prometheus.',
  NO_RETENTION,
];
