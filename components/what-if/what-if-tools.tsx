'use client';

import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { whatIfShows } from '@/lib/client/what-if-view';
import classes from './what-if.module.css';

const LABELS = { table: 'Table', graph: 'Graph' } as const;

export interface WhatIfToolsProps {
  readonly show: (typeof whatIfShows)[number];
  readonly onShow: (show: (typeof whatIfShows)[number]) => void;
  /** The answer as Markdown. */
  readonly markdown: string;
  readonly onSave: () => void;
}

/** The same answer as a table or a picture, and as Markdown to take along. */
export function WhatIfTools({ show, onShow, markdown, onSave }: WhatIfToolsProps) {
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label="View"
        value={show}
        data={whatIfShows.map((value) => ({ value, label: LABELS[value] }))}
        onChange={onShow}
        data-testid="what-if-show"
      />
      <span className={classes.gap} />
      <CopyButton value={markdown}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="copy" size={14} />}
            onClick={copy}
            data-testid="copy-markdown"
          >
            {copied ? 'Copied' : 'Copy Markdown'}
          </Button>
        )}
      </CopyButton>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="export" size={14} />}
        onClick={onSave}
        data-testid="save-markdown"
      >
        Markdown
      </Button>
    </div>
  );
}
