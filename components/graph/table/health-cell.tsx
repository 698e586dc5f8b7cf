import type { DataColumn } from '@/components/ui/data-column';
import { severityOf } from '@/lib/client/severity';
import type { HealthStatus } from '@/lib/contracts/graph';
import classes from './graph-table.module.css';
import { healthSign, healthWords } from '../health-sign';

interface Judged {
  health: HealthStatus;
  reasons: string;
}

/** Health as sign and word, sorted by how much a person is needed. */
export function healthColumn<Row extends Judged>(): DataColumn<Row> {
  return {
    id: 'health',
    header: 'Health',
    width: 126,
    value: ({ health }) => -severityOf(health),
    cell: ({ health }) => <HealthCell status={health} />,
  };
}

/** The sentences behind the health. */
export function reasonsColumn<Row extends Judged>(): DataColumn<Row> {
  return {
    id: 'reasons',
    header: 'Why',
    width: 290,
    value: ({ reasons }) => reasons || undefined,
    title: ({ reasons }) => reasons || undefined,
  };
}

function HealthCell({ status }: { status: HealthStatus }): React.JSX.Element {
  const sign = healthSign(status);
  return (
    <span className={classes.health} data-health={status}>
      {sign && <span aria-hidden="true">{sign} </span>}
      {healthWords(status)}
    </span>
  );
}
