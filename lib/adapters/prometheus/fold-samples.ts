import { parseVectorEntries, type PrometheusSample } from './parse-answer';
import { nextEntry, parseEntries } from './read-result';
import type { WrittenLabels } from './written-labels';

/** Keeps samples as they come in; labels that were read before are the same objects. */
export class SampleFold {
  readonly #samples: PrometheusSample[] = [];

  constructor(private readonly written: WrittenLabels) {}

  add(sample: PrometheusSample): void {
    this.#samples.push(sample);
  }

  /** Takes entries as they are written. */
  addText(text: string): { readonly samples: number; readonly nativeHistograms: number } {
    const before = this.#samples.length;
    let nativeHistograms = 0;
    for (let start = 0; start < text.length;) {
      const known = this.written.readSample(text, start);
      if (known !== undefined) {
        const { labels, atSeconds, value } = known;
        this.#samples.push({ labels, atSeconds, value });
        start = known.end + 1;
        continue;
      }
      const entry = nextEntry(text, start);
      start += entry.length + 1;
      const parsed = parseVectorEntries(parseEntries(entry));
      nativeHistograms += parsed.nativeHistograms;
      for (const sample of parsed.samples) {
        this.#samples.push(sample);
        this.written.keepSample(entry, sample.labels);
      }
    }
    return { samples: this.#samples.length - before, nativeHistograms };
  }

  result(): PrometheusSample[] {
    return this.#samples;
  }
}
