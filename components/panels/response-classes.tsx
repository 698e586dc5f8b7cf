import type { GraphEdge } from '@/lib/contracts/graph';
import { formatRate, formatShare } from '@/lib/client/format-numbers';
import { classifyResponses } from '@/lib/client/response-classes';
import classes from './panel.module.css';

const COLOURS = { good: 'var(--tt-ok)', client: 'var(--tt-degraded)', server: 'var(--tt-failing)' } as const;

/** What came back, class by class: a bar, and the same in words. Nothing where nobody answers requests. */
export function ResponseClasses({ edges }: { edges: readonly GraphEdge[] }) {
  const found = classifyResponses(edges);
  const total = found.reduce((sum, { rate }) => sum + rate, 0);
  if (!(total > 0)) return null;
  return (
    <div data-testid="panel-classes">
      <div className={classes.shareBar} aria-hidden="true">
        {found.map(({ name, rate, kind }) => (
          <span key={name} style={{ width: `${(rate / total) * 100}%`, background: COLOURS[kind] }} />
        ))}
      </div>
      <ul className={classes.classList}>
        {found.map(({ name, rate, kind }) => (
          <li key={name}>
            <span className={kind === 'server' ? classes.bad : undefined}>{name}</span>{' '}
            {formatShare(rate / total)} <span className={classes.dim}>{formatRate(rate)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
