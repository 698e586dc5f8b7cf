import type { AppliedConfig, GraphNode } from '@/lib/contracts/graph';
import { WhatIfLink } from '@/components/ui/what-if-link';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

/** What the cluster declares for a node. */
export function ConfigSection({ node }: { node: GraphNode }) {
  return (
    <PanelSection title="Declared configuration" testId="panel-config">
      {node.config === undefined ? (
        <span className={classes.dim}>Unknown: the cluster could not be asked, or does not hold it.</span>
      ) : node.config.length === 0 ? (
        <span className={classes.dim}>No object applies to it.</span>
      ) : (
        node.config.map((config) => (
          <ConfigCard key={`${config.kind} ${config.namespace} ${config.name}`} config={config} />
        ))
      )}
    </PanelSection>
  );
}

function ConfigCard({ config }: { config: AppliedConfig }) {
  return (
    <div className={classes.config}>
      <div className={classes.configName}>
        <span className={classes.dim}>{makeVisible(config.kind)}</span> {makeVisible(config.namespace)}/
        <strong>{makeVisible(config.name)}</strong>
      </div>
      <div>{makeVisible(config.summary)}</div>
      <WhatIfLink kind={config.kind} namespace={config.namespace} name={config.name} />
    </div>
  );
}
