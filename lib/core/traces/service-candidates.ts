import type { TracedWorkload } from './trace-facts';

/** Istio's own choices (`tracingServiceName`), and what applications that are instrumented themselves often use. */
export const NAMINGS = [
  '{app}.{namespace}',
  '{canonical}.{namespace}',
  '{canonical}',
  '{workload}.{namespace}',
  '{workload}',
] as const;

/** A pattern with the places `{app}`, `{canonical}`, `{workload}` and `{namespace}`; anything else stands for itself. */
export function nameService(pattern: string, workload: TracedWorkload): string {
  const { namespace, name, app, podLabels } = workload;
  const values: Readonly<Record<string, string>> = {
    app: podLabels['app'] ?? podLabels['app.kubernetes.io/name'] ?? app,
    canonical: app,
    workload: name,
    namespace,
  };
  return pattern.replaceAll(
    /\{(app|canonical|workload|namespace)\}/g,
    (place, key: string) => values[key] ?? place,
  );
}

/**
 * Under which of the names that a backend knows workloads may be found there: by the first pattern of which it knows
 * any. What the backend knows is not asked when it is not known: then it is the first pattern's names.
 */
export function tracedNames(
  workloads: readonly TracedWorkload[],
  known: ReadonlySet<string> | undefined,
  naming?: string,
): string[] {
  const patterns = naming === undefined ? NAMINGS : [naming];
  for (const pattern of patterns) {
    const names = [...new Set(workloads.map((workload) => nameService(pattern, workload)))];
    const found = known === undefined ? names : names.filter((name) => known.has(name));
    if (found.length > 0) return found.sort();
  }
  return [];
}
