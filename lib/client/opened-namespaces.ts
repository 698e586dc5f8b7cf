import { parseBoxId } from '@/lib/core/graph/boxes';
import type { FoldChoice } from '@/lib/core/graph/fold-choice';
import { parseNodeId } from '@/lib/core/graph/node-identity';

/**
 * Namespaces whose calls are drawn one by one while the others are folded: their latencies are looked at. Undefined where
 * the view does not tell.
 */
export function openedNamespaces({
  fold,
  focus,
}: {
  readonly fold: FoldChoice | null;
  readonly focus: string | null;
}): readonly string[] | undefined {
  const opened = [...(fold?.opened ?? [])].flatMap((id) => {
    const box = parseBoxId(id);
    return box === undefined || box.kind === 'cluster' ? [] : [box.namespace];
  });
  const focused = focus === null ? [] : [parseNodeId(focus)?.namespace ?? []].flat();
  const names = [...new Set([...opened, ...focused])].sort();
  return names.length > 0 || fold?.kinds.has('namespace') === true ? names : undefined;
}
