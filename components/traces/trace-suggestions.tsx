import { Anchor } from '@mantine/core';
import { Notice } from '@/components/ui/notice';
import type { SuggestedEdge } from '@/lib/client/trace-choices';
import { useTracesView } from '@/lib/client/use-traces-view';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './traces.module.css';

/** Where nobody is chosen yet: what to choose, and what is worth a look. */
export function TraceSuggestions({ edges }: { readonly edges: readonly SuggestedEdge[] }) {
  const { setShown } = useTracesView();
  return (
    <Notice icon="trace" title="Whose requests?" testId="traces-state" state="unasked">
      <p>
        Choose above who answers the requests, and who makes them; or open a trace by its id. Every edge and
        every node of the graph lists its traces, too.
      </p>
      {edges.length === 0 ? (
        <p>Nothing is failing or slow in these namespaces.</p>
      ) : (
        <>
          <p>These calls need a look:</p>
          <ul className={classes.suggestions} data-testid="traces-suggestions">
            {edges.map(({ source, target, label, reason, hasErrors }) => (
              <li key={`${source} ${target}`}>
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  onClick={() => void setShown({ node: target, source, errors: hasErrors })}
                >
                  {label}
                </Anchor>{' '}
                <span className={classes.dim}>{makeVisible(reason)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
