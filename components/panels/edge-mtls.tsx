import type { GraphEdge } from '@/lib/contracts/graph';
import { shareMtls } from '@/lib/client/edge-numbers';
import { formatShare } from '@/lib/client/format-numbers';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const PARTS = [
  { name: 'mutual', word: 'mutual TLS', color: 'var(--tt-ok)' },
  { name: 'plaintext', word: 'plaintext', color: 'var(--tt-degraded)' },
  { name: 'unknown', word: 'unknown', color: 'var(--tt-unknown)' },
] as const;

/** How the traffic was protected, as the server side saw it; what nobody saw is unknown, not nothing. */
export function EdgeMtls({ edge }: { edge: GraphEdge }) {
  const shares = shareMtls(edge);
  return (
    <PanelSection title="mTLS" testId="panel-mtls">
      {shares === undefined ? (
        <span>unknown</span>
      ) : (
        <>
          <div className={classes.shareBar} aria-hidden="true">
            {PARTS.map(({ name, color }) => (
              <span key={name} style={{ width: `${shares[name] * 100}%`, background: color }} />
            ))}
          </div>
          <span>
            {PARTS.filter(({ name }) => shares[name] > 0)
              .map(({ name, word }) =>
                shares[name] === 1 ? `all ${word}` : `${formatShare(shares[name])} ${word}`,
              )
              .join(' · ')}
          </span>
          {shares.unknown === 1 ? (
            <div className={classes.dim}>Only the client reported; it cannot tell whether mTLS was used.</div>
          ) : null}
        </>
      )}
      <dl className={classes.facts} style={{ marginTop: 6 }}>
        <dt>Client is</dt>
        <dd>{listPrincipals(edge.principals.source)}</dd>
        <dt>Server is</dt>
        <dd>{listPrincipals(edge.principals.destination)}</dd>
      </dl>
    </PanelSection>
  );
}

function listPrincipals(principals: readonly string[]): string {
  return principals.length === 0 ? 'unknown' : principals.map(makeVisible).join(', ');
}
