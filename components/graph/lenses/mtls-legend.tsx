import type { DrawnGraph } from '@/lib/client/drawing';
import {
  securitySigns,
  securityState,
  securityStates,
  securityWords,
  type SecurityState,
} from '@/lib/client/edge-security';
import { modeMeanings, modeOrder, modeWords, type ModeKind } from '@/lib/client/mtls-words';
import { modeSigns, nodeModeKind } from '@/lib/client/node-security';
import { Part } from '../graph-legend';
import classes from '../graph-legend.module.css';

const modeColours: Readonly<Record<ModeKind, string>> = {
  STRICT: 'var(--tt-accent)',
  PERMISSIVE: 'var(--tt-degraded)',
  MIXED: 'var(--tt-degraded)',
  DISABLE: 'var(--tt-failing)',
  NONE: 'var(--tt-unknown)',
  UNKNOWN: 'var(--tt-unknown)',
  GATEWAY: 'var(--tt-ok)',
  EMPTY: 'var(--tt-idle)',
};

const lines: Readonly<Record<SecurityState, { colour: string; dashes?: string }>> = {
  mutual: { colour: 'var(--tt-accent)' },
  part: { colour: 'var(--tt-degraded)' },
  plaintext: { colour: 'var(--tt-degraded)', dashes: '5 3' },
  unknown: { colour: 'var(--tt-unknown)', dashes: '1.5 2.5' },
};

/** What colours and signs mean in the lens for mutual TLS: of what is on the canvas, and only that. */
export function MtlsLegend({ graph: { nodes, edges } }: { graph: Pick<DrawnGraph, 'nodes' | 'edges'> }) {
  const kinds = new Set(nodes.map(nodeModeKind));
  const called = edges.filter(({ rate }) => rate > 0);
  const states = new Set(called.map(securityState));
  return (
    <section className={classes.legend} aria-label="Legend of mutual TLS">
      <Part title="A node accepts">
        {modeOrder
          .filter((kind) => kinds.has(kind))
          .map((kind) => (
            <li key={kind}>
              <span
                className={classes.badge}
                style={{ color: modeColours[kind], borderColor: modeColours[kind] }}
                aria-hidden="true"
              >
                {modeSigns[kind]}
              </span>
              <span>
                <strong>{modeWords[kind]}</strong>: {modeMeanings[kind]}
              </span>
            </li>
          ))}
      </Part>
      <Part title="An edge was seen to be">
        {[
          ...securityStates
            .filter((state) => states.has(state))
            .map((state) => (
              <li key={state}>
                <Line {...lines[state]} />
                <span className={classes.badge} aria-hidden="true">
                  {securitySigns[state]}
                </span>
                {securityWords[state]}
                {state === 'mutual' ? '' : ', with the reason'}
              </li>
            )),
          ...(called.length < edges.length
            ? [
                <li key="idle">
                  <Line colour="var(--tt-idle)" /> not called in this window
                </li>,
              ]
            : []),
        ]}
      </Part>
    </section>
  );
}

function Line({ colour, dashes }: { colour: string; dashes?: string }) {
  return (
    <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
      <line x1="1" y1="5" x2="25" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dashes} />
    </svg>
  );
}
