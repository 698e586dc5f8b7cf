import { bookinfo } from './bookinfo';
import type { World } from './world';

const WORLDS: readonly World[] = [bookinfo];

export const DEFAULT_WORLD = bookinfo.name;

export function worldNames(): string[] {
  return WORLDS.map(({ name }) => name);
}

/** A world by its name; undefined when there is none of that name. */
export function findWorld(name: string): World | undefined {
  return WORLDS.find((world) => world.name === name);
}
