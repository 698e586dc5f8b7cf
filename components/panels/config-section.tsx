import type { AppliedConfig, GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import { BreakableName } from '@/components/ui/breakable-name';
import { formatShare } from '@/lib/client/format-numbers';
import { observeSplit } from '@/lib/client/observed-shares';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

/** What the cluster declares for a node, with what was seen beside every declared share. */
export function ConfigSection({ node, graph }: { node: GraphNode; graph: GraphAnswer }) {
  return (
    <PanelSection title="Declared configuration" testId="panel-config">
      {node.config === undefined ? (
        <span className={classes.dim}>Unknown: the cluster could not be asked, or does not hold it.</span>
      ) : node.config.length === 0 ? (
        <span className={classes.dim}>No object applies to it.</span>
      ) : (
        node.config.map((config) => (
          <ConfigCard
            key={`${config.kind} ${config.namespace} ${config.name}`}
            config={config}
            graph={graph}
          />
        ))
      )}
    </PanelSection>
  );
}

function ConfigCard({ config, graph }: { config: AppliedConfig; graph: GraphAnswer }) {
  return (
    <div className={classes.config}>
      <div className={classes.configName}>
        <span className={classes.dim}>{makeVisible(config.kind)}</span> {makeVisible(config.namespace)}/
        <strong>{makeVisible(config.name)}</strong>
      </div>
      {config.destinations === undefined ? (
        <div>{makeVisible(config.summary)}</div>
      ) : (
        <SplitTable config={config} graph={graph} />
      )}
    </div>
  );
}

function SplitTable({ config, graph }: { config: AppliedConfig; graph: GraphAnswer }) {
  const { legs, elsewhereShare } = observeSplit(graph, config);
  return (
    <>
      <table className={classes.table} data-testid="split-table">
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">Declared</th>
            <th scope="col">Observed</th>
          </tr>
        </thead>
        <tbody>
          {legs.map(({ destination, observedShare }, position) => (
            <tr key={`${position} ${destination.host}`}>
              <td className={classes.words}>
                {destination.subset === undefined ? null : (
                  <strong>{makeVisible(destination.subset)} </strong>
                )}
                <span className={destination.subset === undefined ? undefined : classes.dim}>
                  <BreakableName name={destination.host} />
                </span>
              </td>
              <td>{formatShare(destination.share)}</td>
              <td>{observedShare === undefined ? 'unknown' : formatShare(observedShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {elsewhereShare !== undefined && elsewhereShare > 0.0005 ? (
        <p className={classes.dim}>
          {formatShare(elsewhereShare)} of its requests reached other destinations, as other routes may send
          them.
        </p>
      ) : null}
    </>
  );
}
