import { parseValue, parseVectorEntries, type LabelSet, type PrometheusSample } from './parse-answer';
import { parseEntries, SEPARATOR } from './read-result';

/** All buckets of one label set, with the spelling of their bounds. */
export interface PrometheusHistogram {
  /** Without `le`. */
  readonly labels: LabelSet;
  readonly buckets: { readonly bound: string | undefined; readonly value: number }[];
}

/** What stands between an entry's labels and its value. A text cannot hold it: its quotes would be escaped. */
const MIDDLE = '},"value":[';
const BOUND = '"le":"';

/** Gathers buckets that differ in `le` alone, so that labels are held once for each histogram. */
export class HistogramFold {
  readonly #byLabels = new Map<string, PrometheusHistogram>();
  /** By how the labels are written, `le` cut out. */
  readonly #byText = new Map<string, PrometheusHistogram>();

  add({ labels, value }: PrometheusSample): PrometheusHistogram {
    const { le: bound, ...others } = labels;
    const key = JSON.stringify(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = this.#byLabels.get(key) ?? { labels: others, buckets: [] };
    this.#byLabels.set(key, known);
    known.buckets.push({ bound, value });
    return known;
  }

  /**
   * Takes entries as they are written. All buckets of a histogram are written alike but for `le` and the value, so their
   * labels are parsed once; an entry that is written in another way is parsed as any other.
   */
  addText(text: string): { readonly samples: number; readonly nativeHistograms: number } {
    let [samples, nativeHistograms] = [0, 0];
    for (let start = 0; start < text.length;) {
      const found = text.indexOf(SEPARATOR, start);
      const end = found === -1 ? text.length : found;
      const entry = text.slice(start, end);
      start = end + 1;
      const place = readPlace(entry);
      const known = place && this.#byText.get(place.labels);
      if (place !== undefined && known !== undefined) {
        known.buckets.push({ bound: place.bound, value: place.value });
        samples += 1;
        continue;
      }
      const parsed = parseVectorEntries(parseEntries(entry));
      for (const sample of parsed.samples) {
        const histogram = this.add(sample);
        if (place !== undefined) this.#byText.set(place.labels, histogram);
      }
      samples += parsed.samples.length;
      nativeHistograms += parsed.nativeHistograms;
    }
    return { samples, nativeHistograms };
  }

  result(): PrometheusHistogram[] {
    return [...this.#byLabels.values()];
  }
}

/** An entry's labels as they are written, without `le`; its bound and its value. Undefined where anything is unusual. */
function readPlace(entry: string): { labels: string; bound: string; value: number } | undefined {
  const middle = entry.indexOf(MIDDLE);
  const at = entry.indexOf(BOUND);
  if (middle === -1 || at === -1 || at > middle) return undefined;
  const boundStart = at + BOUND.length;
  const boundEnd = entry.indexOf('"', boundStart);
  const bound = entry.slice(boundStart, boundEnd);
  const [instant, written, ...more] = entry.slice(middle + MIDDLE.length).split(',');
  if (more.length > 0 || written === undefined || !written.startsWith('"') || !written.endsWith('"]}'))
    return undefined;
  const value = parseValue(written.slice(1, -3));
  if (value === undefined || !/^[\d.]+$/.test(instant ?? '') || !/^[\w.+-]*$/.test(bound)) return undefined;
  return { labels: entry.slice(0, at) + entry.slice(boundEnd, middle), bound, value };
}
