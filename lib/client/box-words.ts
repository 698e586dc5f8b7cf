import type { Box } from '@/lib/core/graph/boxes';
import { makeVisible } from './visible-text';

/** What a box is called. */
export function nameBox(box: Box): string {
  if (box.kind === 'cluster') return makeVisible(box.cluster);
  return makeVisible(box.kind === 'namespace' ? box.namespace : box.app);
}
