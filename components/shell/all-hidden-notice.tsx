import { Button } from '@mantine/core';
import { Notice } from '@/components/ui/notice';
import { makeVisible } from '@/lib/client/visible-text';

export interface AllHiddenNoticeProps {
  /** The expression that hides. */
  readonly hide: string;
  readonly nodeCount: number;
  readonly onShowAll: () => void;
}

/** Stands in the place of a graph of which everything is hidden. */
export function AllHiddenNotice({ hide, nodeCount, onShowAll }: AllHiddenNoticeProps) {
  return (
    <Notice
      title="Everything is hidden"
      icon="hide"
      testId="all-hidden"
      evidence={<code>hide: {makeVisible(hide)}</code>}
      actions={
        <Button size="xs" onClick={onShowAll}>
          Show all
        </Button>
      }
    >
      The expression in the hide field is true of{' '}
      {nodeCount === 1 ? 'the only node' : `all ${nodeCount} nodes`}.
    </Notice>
  );
}
