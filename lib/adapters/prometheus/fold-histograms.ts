import type { EntryReader } from './entry-reader';
import { parseVectorEntries, type LabelSet, type PrometheusSample } from './parse-answer';
import { nextEntry, parseEntries } from './read-result';
import { WrittenLabels } from './written-labels';

/** All buckets of one label set, with the spelling of their bounds. */
export interface PrometheusHistogram {
  /** Without `le`. */
  readonly labels: LabelSet;
  readonly bounds: (string | undefined)[];
  /** One for each bound. */
  readonly values: number[];
}

/** Gathers buckets that differ in `le` alone, so that labels are held once for each histogram. */
export class HistogramFold {
  readonly #byLabels = new Map<string, PrometheusHistogram>();
  /** The same by the very labels that were read before. */
  readonly #byObject = new Map<LabelSet, PrometheusHistogram>();

  readonly #reader: EntryReader;

  constructor(private readonly written = new WrittenLabels()) {
    this.#reader = written.buckets();
  }

  add({ labels, value }: PrometheusSample): PrometheusHistogram {
    const { le: bound, ...others } = labels;
    const histogram = this.#of(others);
    histogram.bounds.push(bound);
    histogram.values.push(value);
    return histogram;
  }

  /**
   * Takes entries as they are written. All buckets of a histogram are written alike but for `le` and the value, so their
   * labels are parsed once; an entry that is written in another way is parsed as any other.
   */
  addEntries(text: Buffer): { readonly samples: number; readonly nativeHistograms: number } {
    const reader = this.#reader;
    let [samples, nativeHistograms] = [0, 0];
    for (let start = 0; start < text.length;) {
      if (reader.read(text, start)) {
        const { labels, bound, value } = reader;
        const histogram = this.#byObject.get(labels) ?? this.#of(labels);
        histogram.bounds.push(bound);
        histogram.values.push(value);
        samples += 1;
        start = reader.end + 1;
        continue;
      }
      const entry = nextEntry(text, start);
      start += entry.length + 1;
      const parsed = parseVectorEntries(parseEntries(entry));
      for (const sample of parsed.samples) this.written.keepBucket(entry, this.add(sample).labels);
      samples += parsed.samples.length;
      nativeHistograms += parsed.nativeHistograms;
    }
    return { samples, nativeHistograms };
  }

  result(): PrometheusHistogram[] {
    return [...this.#byLabels.values()];
  }

  #of(labels: LabelSet): PrometheusHistogram {
    const key = this.written.keyOf(labels);
    const histogram = this.#byLabels.get(key) ?? { labels, bounds: [], values: [] };
    this.#byLabels.set(key, histogram);
    this.#byObject.set(labels, histogram);
    return histogram;
  }
}
