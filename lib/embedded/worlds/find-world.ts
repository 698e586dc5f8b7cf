import { bookinfo } from './bookinfo';
import { FEWEST_WORKLOADS, largeWorld, MOST_WORKLOADS } from './large/large-world';
import { shop } from './shop/shop';
import type { World } from './world';

const WORLDS: readonly World[] = [shop, bookinfo];

export const DEFAULT_WORLD = shop.name;

/** What people may ask for, in words for messages: the last one is a pattern. */
export function worldNames(): string[] {
  return [...WORLDS.map(({ name }) => name), `large:N with N from ${FEWEST_WORKLOADS} to ${MOST_WORKLOADS}`];
}

/** A world by its name, `bookinfo`, `shop` or `large:200`; undefined when there is none of that name. */
export function findWorld(name: string): World | undefined {
  const [, digits] = /^large:([1-9]\d{1,3})$/.exec(name) ?? [];
  if (digits === undefined) return WORLDS.find((world) => world.name === name);
  const workloadCount = Number(digits);
  return workloadCount > MOST_WORKLOADS ? undefined : largeWorld(workloadCount);
}
