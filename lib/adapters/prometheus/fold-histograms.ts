import type { LabelSet, PrometheusSample } from './parse-answer';

/** All buckets of one label set, with the spelling of their bounds. */
export interface PrometheusHistogram {
  /** Without `le`. */
  readonly labels: LabelSet;
  readonly buckets: { readonly bound: string | undefined; readonly value: number }[];
}

/** Gathers buckets that differ in `le` alone, so that labels are held once for each histogram. */
export class HistogramFold {
  readonly #byLabels = new Map<string, PrometheusHistogram>();

  add({ labels, value }: PrometheusSample): void {
    // Entries of one answer name their labels in one order; where they do not, a histogram is only found in two parts.
    let key = '';
    for (const name in labels) if (name !== 'le') key += `${name}\u0000${labels[name]}\u0001`;
    const known = this.#byLabels.get(key);
    const bucket = { bound: labels['le'], value };
    if (known !== undefined) known.buckets.push(bucket);
    else {
      const { le: _bound, ...others } = labels;
      this.#byLabels.set(key, { labels: others, buckets: [bucket] });
    }
  }

  result(): PrometheusHistogram[] {
    return [...this.#byLabels.values()];
  }
}
