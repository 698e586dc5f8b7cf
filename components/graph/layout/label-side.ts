interface Ends {
  readonly source: string;
  readonly target: string;
}

/** Where along an edge its label stands free of the neighbouring edges. */
export type LabelSide = 'source' | 'middle' | 'target';

/**
 * Edges that fan out from one node part towards their targets, edges that gather part towards their sources: there
 * labels do not lie on each other's lines. A lone edge carries its label in the middle.
 */
export function labelSides(edges: readonly Ends[]): (edge: Ends) => LabelSide {
  const leaving = countBy(edges.map(({ source }) => source));
  const arriving = countBy(edges.map(({ target }) => target));
  return ({ source, target }) => {
    const out = leaving.get(source) ?? 0;
    const into = arriving.get(target) ?? 0;
    if (out <= 1 && into <= 1) return 'middle';
    return out >= into ? 'target' : 'source';
  };
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
