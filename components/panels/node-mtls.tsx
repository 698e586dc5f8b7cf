import type { GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import { modeMeanings, proxyWords } from '@/lib/client/mtls-words';
import { printPart } from '@/lib/client/mtls-view';
import { modeSigns, nodeModeKind, nodeModeWord } from '@/lib/client/node-security';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { OwnLink } from '@/components/ui/own-link';

/** What a node accepts, why, and the way to whether it can be STRICT; nothing where the cluster declares nothing of it. */
export function NodeMtls({ node, graph }: { node: GraphNode; graph: GraphAnswer }) {
  const { security } = node;
  const kind = nodeModeKind(node);
  if (security === undefined || kind === undefined) return null;
  const address = linkTo(node, graph);
  return (
    <PanelSection title="mTLS" testId="panel-node-mtls">
      <div>
        <span aria-hidden="true">{modeSigns[kind]} </span>
        <strong>{nodeModeWord(node)}</strong>: it {modeMeanings[kind]}.
      </div>
      <div className={classes.dim}>{makeVisible(security.reason)}</div>
      <div className={classes.dim}>Proxy: {proxyWords[security.proxy]}.</div>
      {address === undefined ? null : (
        <OwnLink href={address} data-testid="panel-mtls-link">
          Trail, callers, and whether it can be STRICT
        </OwnLink>
      )}
    </PanelSection>
  );
}

function linkTo({ namespace, service, workload }: GraphNode, { window }: GraphAnswer): string | undefined {
  const kind = service === undefined ? 'workload' : 'service';
  const name = service ?? workload;
  if (namespace === undefined || name === undefined) return undefined;
  const open = printPart({ kind, namespace, name });
  return `/security/mtls?${new URLSearchParams({ list: `${kind}s`, window, open })}`;
}
