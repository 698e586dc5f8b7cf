import { makeRandom } from '../../worlds/large/seeded-random';
import { hashText } from '../scrape-clock';

/** Draws that look random and are the same for the same seed. */
export interface Draws {
  /** From 0 to below 1. */
  uniform(): number;
  /** From the standard normal distribution. */
  normal(): number;
  chance(share: number): boolean;
  /** One of a list that is not empty, all alike. */
  pick<T>(list: readonly T[]): T | undefined;
  /** One of a list, each by its share; the last one takes what is left. */
  pickByShare<T extends { readonly share: number }>(list: readonly T[]): T | undefined;
  hex(digits: number): string;
}

export function makeDraws(seed: string): Draws {
  const uniform = makeRandom(hashText(seed));
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    chance: (share) => share >= 1 || (share > 0 && uniform() < share),
    pick: (list) => list[Math.floor(uniform() * list.length)],
    pickByShare(list) {
      let left = uniform() * list.reduce((sum, { share }) => sum + share, 0);
      for (const one of list) {
        left -= one.share;
        if (left < 0) return one;
      }
      return list.at(-1);
    },
    hex(digits) {
      let text = '';
      while (text.length < digits) {
        text += Math.floor(uniform() * 0x1_0000_0000)
          .toString(16)
          .padStart(8, '0');
      }
      return text.slice(0, digits);
    },
  };
}
