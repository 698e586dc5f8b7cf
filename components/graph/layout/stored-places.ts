import * as z from 'zod';
import type { Point } from './layout-types';

/** Where nodes of one picture stood when they were last seen. */
export interface StoredPlaces {
  positions: Map<string, Point>;
  pinned: Set<string>;
}

const STORAGE_KEY = 'telltale:places:v1';
const MOST_PICTURES = 12;
const MOST_NODES = 2_000;
/** Of all pictures together: browsers give a site about five million characters. */
const MOST_CHARACTERS = 600_000;
const LONGEST_KEY = 200;
/** Farther from the middle no layout ever places anybody. */
const FARTHEST = 1_000_000;

const coordinate = z.number().min(-FARTHEST).max(FARTHEST);
const pictureSchema = z.object({
  key: z.string(),
  nodes: z.array(z.tuple([z.string(), coordinate, coordinate])).max(MOST_NODES),
  pinned: z.array(z.string()).max(MOST_NODES),
});
const storedSchema = z.object({ pictures: z.array(pictureSchema).max(MOST_PICTURES) });
type Picture = z.infer<typeof pictureSchema>;

/** The places of a picture; undefined where storage is blocked, spoilt, or does not know it. */
export function readPlaces(
  picture: string,
  storage: Storage | undefined = findStorage(),
): StoredPlaces | undefined {
  const key = shortKey(picture);
  const found = readPictures(storage).find((candidate) => candidate.key === key);
  if (!found) return undefined;
  return {
    positions: new Map(found.nodes.map(([id, x, y]) => [id, { x, y }])),
    pinned: new Set(found.pinned),
  };
}

/** Stores the places of a picture as the newest; the oldest pictures and nodes are forgotten when there are too many. */
export function writePlaces(
  picture: string,
  { positions, pinned }: StoredPlaces,
  storage: Storage | undefined = findStorage(),
): void {
  const key = shortKey(picture);
  const nodes = [...positions]
    .slice(-MOST_NODES)
    .map(([id, { x, y }]): Picture['nodes'][number] => [id, round(x), round(y)]);
  const newest: Picture = {
    key,
    nodes,
    pinned: [...pinned].filter((id) => positions.has(id)).slice(-MOST_NODES),
  };
  const pictures = [newest, ...readPictures(storage).filter((other) => other.key !== key)].slice(
    0,
    MOST_PICTURES,
  );
  let text = JSON.stringify({ pictures });
  while (text.length > MOST_CHARACTERS && pictures.length > 1) {
    pictures.pop();
    text = JSON.stringify({ pictures });
  }
  try {
    storage?.setItem(STORAGE_KEY, text);
  } catch {
    // Blocked or full storage only costs the memory of where nodes stood.
  }
}

function readPictures(storage: Storage | undefined): Picture[] {
  try {
    const text = storage?.getItem(STORAGE_KEY);
    return text ? storedSchema.parse(JSON.parse(text)).pictures : [];
  } catch {
    return [];
  }
}

/** Coordinates are pixels; tenths of them help nobody. */
function round(pixels: number): number {
  return Math.round(pixels);
}

/** A long list of namespaces becomes its length and a checksum (FNV-1a): two of them that agree in both do no harm. */
function shortKey(key: string): string {
  if (key.length <= LONGEST_KEY) return key;
  let sum = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    sum = Math.imul(sum ^ key.charCodeAt(index), 0x01000193) >>> 0;
  }
  return `${key.slice(0, LONGEST_KEY)} ${key.length} ${sum.toString(36)}`;
}

function findStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
