import type { EntryReader } from './entry-reader';
import { parseVectorEntries, type PrometheusSample } from './parse-answer';
import { nextEntry, parseEntries } from './read-result';
import type { WrittenLabels } from './written-labels';

/** Keeps samples as they come in; labels that were read before are the same objects. */
export class SampleFold {
  readonly #samples: PrometheusSample[] = [];

  readonly #reader: EntryReader;

  constructor(private readonly written: WrittenLabels) {
    this.#reader = written.samples();
  }

  add(sample: PrometheusSample): void {
    this.#samples.push(sample);
  }

  /** Takes entries as they are written. */
  addEntries(text: Buffer): { readonly samples: number; readonly nativeHistograms: number } {
    const reader = this.#reader;
    const before = this.#samples.length;
    let nativeHistograms = 0;
    for (let start = 0; start < text.length;) {
      if (reader.read(text, start)) {
        this.#samples.push({ labels: reader.labels, atSeconds: reader.atSeconds, value: reader.value });
        start = reader.end + 1;
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
