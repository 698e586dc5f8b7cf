import type { GraphEdge } from '@/lib/contracts/graph';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { formatShare } from '@/lib/client/format-numbers';
import { BreakableName } from '@/components/ui/breakable-name';
import { makeVisible } from '@/lib/client/visible-text';
import { ResponseClasses } from './response-classes';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

/** What came back: code, Envoy's flags and the host that was asked for. */
export function ResponseTable({ edge }: { edge: GraphEdge }) {
  if (edge.responses.length === 0) return null;
  const rows = edge.responses.toSorted((one, two) => two.rate - one.rate);
  return (
    <PanelSection title="Responses" testId="panel-responses">
      <ResponseClasses edges={[edge]} />
      <div className={classes.tableScroll}>
        <table className={classes.table} data-dense>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col" className={classes.left}>
                Flags
              </th>
              <th scope="col" className={classes.words}>
                Host
              </th>
              <th scope="col">Rate</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, flags, host, rate }) => (
              <tr key={`${code} ${flags} ${host}`}>
                <td className={isFailure(edge, code) ? classes.bad : undefined}>
                  {describeCode(edge, code)}
                </td>
                <td className={classes.left}>{makeVisible(flags).replaceAll(',', ', ')}</td>
                <td className={classes.words}>
                  <BreakableName name={host} />
                </td>
                <td>{formatEdgeRate(edge, rate)}</td>
                <td>{edge.rate > 0 ? formatShare(Math.min(1, rate / edge.rate)) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </PanelSection>
  );
}

function describeCode(edge: GraphEdge, code: string): string {
  if (code !== '-') return makeVisible(code);
  return edge.protocol === 'tcp' ? '–' : 'no response';
}

function isFailure(edge: GraphEdge, code: string): boolean {
  if (edge.protocol === 'tcp') return false;
  if (code === '-') return true;
  return edge.protocol === 'grpc' ? code !== '0' : code.startsWith('5');
}
