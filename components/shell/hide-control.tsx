'use client';

import { ActionIcon, Button, Popover } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { describeElements } from '@/lib/client/find-words';
import type { ReadExpression } from '@/lib/client/read-expression';
import { useViewState } from '@/lib/client/use-view-state';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { findMatches } from '@/lib/core/graph/find/find-matches';
import { withoutMatches } from '@/lib/core/graph/find/hide-matches';
import { ExpressionField } from './expression-field';
import classes from './hide-control.module.css';

/** Of the button: Mantine gives it the id of its popover, which names the one by the other. */
export const HIDE_CONTROL_ID = 'hide-control';

/** Takes away what an expression is true of: a button, and behind it the field. Nothing goes before Enter. */
export function HideControl({ graph }: { graph: GraphAnswer | undefined }) {
  const { view, setView } = useViewState();
  const [open, setOpen] = useState(false);
  const apply = useCallback((hide: string) => void setView({ hide }), [setView]);
  const active = view.hide !== '';
  const label = active ? 'Change what is hidden (h)' : 'Hide from the graph (h)';

  function preview(read: ReadExpression) {
    if (read.kind !== 'understood' || !graph) {
      return 'Enter hides what an expression is true of. A hidden node takes its edges along.';
    }
    const left = withoutMatches(findMatches(read.expression, graph), graph);
    const hidden = {
      nodes: graph.nodes.length - left.nodes.length,
      edges: graph.edges.length - left.edges.length,
    };
    return `Enter hides ${describeElements(hidden)}.`;
  }

  return (
    <Popover
      id={HIDE_CONTROL_ID}
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={400}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <ActionIcon
          variant={active ? 'light' : 'subtle'}
          color={active ? 'teal' : 'gray'}
          c={active ? 'var(--tt-accent)' : 'var(--tt-text)'}
          size={30}
          aria-label={label}
          title={label}
          onClick={() => setOpen(!open)}
          data-testid="hide-control"
        >
          <Icon name="hide" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown data-testid="hide-dropdown">
        <div className={classes.line}>
          <div className={classes.field}>
            <ExpressionField
              label="Hide from the graph"
              placeholder="Hide, such as idle or namespace = istio-system"
              applied={view.hide}
              live={false}
              graph={graph}
              leftSection={<Icon name="hide" size={14} />}
              onApply={apply}
              onEnter={(read) => {
                if (read.kind !== 'faulty') setOpen(false);
              }}
              describe={preview}
              first
              testId="hide-box"
            />
          </div>
          {active ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                apply('');
                setOpen(false);
              }}
            >
              Show all
            </Button>
          ) : null}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
