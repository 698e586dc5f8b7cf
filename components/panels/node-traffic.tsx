import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { listTraffic } from '@/lib/client/edge-numbers';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { ResponseClasses } from './response-classes';

/** Rates and error shares in and out, by protocol. */
export function NodeTraffic(props: {
  readonly node: GraphNode;
  readonly graph: GraphAnswer;
  readonly inbound: readonly GraphEdge[];
}) {
  const { node, graph, inbound } = props;
  const rows = listTraffic(node, graph.rates);
  return (
    <PanelSection title={`Traffic, last ${graph.window}`} testId="panel-traffic">
      {rows.length === 0 ? (
        <span className={classes.dim}>No traffic in this window.</span>
      ) : (
        <div className={classes.tableScroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Protocol</th>
                <th scope="col">In</th>
                <th scope="col">Errors</th>
                <th scope="col">Out</th>
                <th scope="col">Errors</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.label}>
                  <th scope="row">{row.label}</th>
                  <td>{row.inbound}</td>
                  <td>{row.inboundErrors}</td>
                  <td>{row.outbound}</td>
                  <td>{row.outboundErrors}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {inbound.length === 0 ? null : <ResponseClasses edges={inbound} />}
    </PanelSection>
  );
}
