import type { Warning } from '@/lib/contracts/source-status';
import { labelOf } from '@/lib/core/kubernetes/field-reader';
import type { ObjectView } from '@/lib/core/kubernetes/object-view';
import type { WorkloadKind } from '@/lib/core/kubernetes/workload-view';
import { RATE_ANNOTATION, readRateAnnotation, type ReadAnnotation } from '@/lib/core/health/rate-annotation';
import type { ToleranceSet } from '@/lib/core/health/tolerances';

/** A cluster full of broken annotations must not fill the answer. */
const MOST_WARNINGS = 20;

const KIND_NAMES: Readonly<Record<WorkloadKind | 'services', string>> = {
  deployments: 'Deployment',
  statefulSets: 'StatefulSet',
  daemonSets: 'DaemonSet',
  services: 'Service',
};

/** Reads the health annotations of one cluster's objects, and collects what is wrong with them. */
export class HealthAnnotations {
  /** Many objects carry the same text. */
  readonly #read = new Map<string, ReadAnnotation>();
  readonly #problems: string[] = [];

  /** Facts about the object's annotation; none where it has no entry that can be used. */
  of(
    { annotations, namespace, name }: Pick<ObjectView, 'annotations' | 'namespace' | 'name'>,
    kind: WorkloadKind | 'services',
  ): { readonly rateAnnotation?: ToleranceSet } {
    const text = labelOf(annotations, RATE_ANNOTATION);
    if (text === undefined) return {};
    const { tolerances, problems } = this.#parse(text);
    const object = `${KIND_NAMES[kind]} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    const rest =
      tolerances.length > 0 ? 'it is left out' : 'nothing valid is left, so the configured rule counts';
    for (const problem of problems) {
      this.#problems.push(`The annotation ${RATE_ANNOTATION} on ${object}: ${problem}; ${rest}.`);
    }
    if (tolerances.length === 0) return {};
    return { rateAnnotation: { tolerances, origin: `the annotation on ${object}` } };
  }

  warnings(): Warning[] {
    const named = this.#problems
      .slice(0, MOST_WARNINGS)
      .map((message): Warning => ({ code: 'invalid-health-annotation', message }));
    const rest = this.#problems.length - named.length;
    if (rest === 0) return named;
    const message = `${rest} more entries of health annotations cannot be used.`;
    return [...named, { code: 'invalid-health-annotation', message }];
  }

  #parse(text: string): ReadAnnotation {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const read = readRateAnnotation(text);
    this.#read.set(text, read);
    return read;
  }
}
