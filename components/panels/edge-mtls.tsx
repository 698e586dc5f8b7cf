import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { describeDeclared } from '@/lib/client/declared-words';
import { shareMtls } from '@/lib/client/edge-numbers';
import {
  explainSecurity,
  isSecurityLabelAbsent,
  securitySigns,
  securityState,
  securityWords,
} from '@/lib/client/edge-security';
import { formatShare } from '@/lib/client/format-numbers';
import { proxyWords } from '@/lib/client/mtls-words';
import { nodeModeWord } from '@/lib/client/node-security';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const PARTS = [
  { name: 'mutual', word: 'mutual TLS', color: 'var(--tt-ok)' },
  { name: 'plaintext', word: 'plaintext', color: 'var(--tt-degraded)' },
  { name: 'unknown', word: 'unknown', color: 'var(--tt-unknown)' },
] as const;

/** How the traffic was protected, as the server side saw it, and what both sides were told; what nobody saw is unknown. */
export function EdgeMtls({ edge, graph }: { edge: GraphEdge; graph: GraphAnswer }) {
  const shares = shareMtls(edge);
  const state = securityState(edge);
  const [source, target] = [edge.source, edge.target].map((id) => graph.nodes.find((node) => node.id === id));
  const cause = explainSecurity(edge, { source, target, labelAbsent: isSecurityLabelAbsent(graph) });
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
          <span data-state={state} data-testid="panel-mtls-seen">
            <span aria-hidden="true">{securitySigns[state]} </span>
            {PARTS.filter(({ name }) => shares[name] > 0)
              .map(({ name, word }) =>
                shares[name] === 1 ? `all ${word}` : `${formatShare(shares[name])} ${word}`,
              )
              .join(' · ') || securityWords[state]}
          </span>
        </>
      )}
      {cause === undefined ? null : <div className={classes.dim}>{makeVisible(cause.reason)}</div>}
      <Sides edge={edge} source={source} target={target} />
    </PanelSection>
  );
}

interface SidesProps {
  readonly edge: GraphEdge;
  readonly source: GraphNode | undefined;
  readonly target: GraphNode | undefined;
}

/** What the cluster declares of both sides, who they are by their certificates, and what it comes to. */
function Sides({ edge: { declared, principals }, source, target }: SidesProps) {
  const told = declared && describeDeclared(declared);
  const rows = [
    ['Client is', listPrincipals(principals.source)],
    ['Client sends', told?.sends ?? 'not declared here'],
    ['Client has', sayProxy(source)],
    ['Server is', listPrincipals(principals.destination)],
    ['Server takes', told?.takes ?? nodeModeWord(target ?? {}) ?? 'not declared here'],
    ['Server has', sayProxy(target)],
  ] as const;
  return (
    <>
      <dl className={classes.facts} style={{ marginTop: 6 }}>
        {rows.map(([name, text]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{makeVisible(text)}</dd>
          </div>
        ))}
      </dl>
      {told === undefined ? null : (
        <div data-testid="panel-mtls-declared" style={{ marginTop: 6 }}>
          <strong>Together: {told.outcome}.</strong> {makeVisible(declared?.reason ?? '')}
        </div>
      )}
      {target?.security === undefined ? null : (
        <div className={classes.dim}>{makeVisible(`Server: ${target.security.reason}`)}</div>
      )}
    </>
  );
}

function sayProxy(node: GraphNode | undefined): string {
  const proxy = node?.security?.proxy;
  if (proxy === undefined) return 'proxy not known';
  return proxy === 'none' ? 'no proxy' : `proxy: ${proxyWords[proxy]}`;
}

function listPrincipals(principals: readonly string[]): string {
  return principals.length === 0 ? 'unknown' : principals.join(', ');
}
