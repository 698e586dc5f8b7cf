import { compareText } from '../mesh/compare-text';
import { parseBoxId, type BoxKind, type NamedBox } from './boxes';

/** Which boxes are folded: all of some kinds but for those that were opened, and some besides. */
export interface FoldChoice {
  readonly kinds: ReadonlySet<BoxKind>;
  /** Ids of boxes. */
  readonly folded: ReadonlySet<string>;
  readonly opened: ReadonlySet<string>;
}

export const nothingFolded: FoldChoice = { kinds: new Set(), folded: new Set(), opened: new Set() };
export const namespacesFolded: FoldChoice = { ...nothingFolded, kinds: new Set<BoxKind>(['namespace']) };

/** More boxes than this nobody folds by hand, and no address has room for. */
export const MOST_FOLDS = 100;

const prefixes: readonly { prefix: string; kind: BoxKind }[] = [
  { prefix: 'cl', kind: 'cluster' },
  { prefix: 'ns', kind: 'namespace' },
  { prefix: 'app', kind: 'app' },
];

/**
 * Reads `ns:payments,app:bookinfo/reviews`; `ns` alone means all namespaces, and `-ns:payments` all but this one. An
 * empty text folds nothing. Undefined when any part cannot be meant.
 */
export function parseFolds(text: string): FoldChoice | undefined {
  if (text === '') return nothingFolded;
  const kinds = new Set<BoxKind>();
  const folded = new Set<string>();
  const opened = new Set<string>();
  const parts = text.split(',');
  if (parts.length > MOST_FOLDS) return undefined;
  for (const part of parts) {
    const kind = prefixes.find(({ prefix }) => prefix === part)?.kind;
    const id = part.startsWith('-') ? part.slice(1) : part;
    if (kind !== undefined) kinds.add(kind);
    else if (parseBoxId(id) === undefined) return undefined;
    else if (part.startsWith('-')) opened.add(id);
    else folded.add(id);
  }
  return tidy({ kinds, folded, opened });
}

/** The shortest text for a choice; the same choice always prints the same. */
export function printFolds(choice: FoldChoice): string {
  const { kinds, folded, opened } = tidy(choice);
  return [
    ...prefixes.filter(({ kind }) => kinds.has(kind)).map(({ prefix }) => prefix),
    ...[...folded].sort(compareText),
    ...[...opened].sort(compareText).map((id) => `-${id}`),
  ]
    .slice(0, MOST_FOLDS)
    .join(',');
}

/** What is said of the very box counts before what is said of boxes of its name in all clusters, or of its kind. */
export function isFolded({ kinds, folded, opened }: FoldChoice, { id, box }: NamedBox): boolean {
  if (folded.has(id)) return true;
  const anywhere = withoutCluster(id);
  if (opened.has(id) || opened.has(anywhere)) return false;
  return kinds.has(box.kind) || folded.has(anywhere);
}

/** The choice with one box folded. */
export function foldBox(choice: FoldChoice, named: NamedBox): FoldChoice {
  if (isFolded(choice, named)) return choice;
  const closed = { ...choice, opened: without(choice.opened, named.id) };
  if (isFolded(closed, named)) return tidy(closed);
  return tidy({ ...closed, folded: new Set([...closed.folded, named.id]) });
}

/** The choice with these boxes open: the way to what lies in them. */
export function openBoxes(choice: FoldChoice, boxes: readonly NamedBox[]): FoldChoice {
  const folded = new Set(choice.folded);
  const opened = new Set(choice.opened);
  for (const named of boxes) {
    folded.delete(named.id);
    if (isFolded({ kinds: choice.kinds, folded, opened }, named)) opened.add(named.id);
  }
  return tidy({ kinds: choice.kinds, folded, opened });
}

/** Without what makes no difference. */
function tidy({ kinds, folded, opened }: FoldChoice): FoldChoice {
  const isOfKind = (id: string) => {
    const box = parseBoxId(id);
    return box !== undefined && kinds.has(box.kind);
  };
  const isExceptionTo = (ids: ReadonlySet<string>, id: string) =>
    withoutCluster(id) !== id && ids.has(withoutCluster(id));
  const needed = new Set([...folded].filter((id) => !isOfKind(id) || isExceptionTo(opened, id)));
  return {
    kinds,
    folded: needed,
    opened: new Set(
      [...opened].filter((id) => !needed.has(id) && (isOfKind(id) || isExceptionTo(needed, id))),
    ),
  };
}

function withoutCluster(id: string): string {
  return id.replace(/@[^@]*$/, '');
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}
