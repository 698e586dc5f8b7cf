import type { DataColumn } from '@/components/ui/data-column';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { formatBytesPerSecond, formatRate, formatShare } from '@/lib/client/format-numbers';
import type { NodeRow } from '@/lib/client/graph-rows';
import type { GraphRates } from '@/lib/contracts/graph';
import { healthColumn, reasonsColumn } from './health-cell';
import { flagWords } from '../node-flags';

/** The columns of the node table. Messages have columns of their own where they are counted. */
export function nodeColumns(rates: GraphRates): DataColumn<NodeRow>[] {
  const messages = rates.grpc !== 'requests' && rates.grpc !== 'none';
  return [
    { id: 'name', header: 'Name', width: 200, value: ({ name }) => name, title: ({ name }) => name },
    { id: 'version', header: 'Version', width: 84, value: text('version'), title: text('version') },
    { id: 'kind', header: 'Kind', width: 108, value: text('kind') },
    { id: 'namespace', header: 'Namespace', width: 120, value: text('namespace'), title: text('namespace') },
    healthColumn<NodeRow>(),
    rate('requestsIn', 'In', formatRate),
    rate('requestsOut', 'Out', formatRate),
    rate('errorShare', 'Errors', formatShare),
    ...(messages
      ? [
          rate('messagesIn', 'Messages in', formatMessages),
          rate('messagesOut', 'Messages out', formatMessages),
        ]
      : []),
    rate('bytesIn', 'TCP in', formatBytesPerSecond),
    rate('bytesOut', 'TCP out', formatBytesPerSecond),
    reasonsColumn<NodeRow>(),
    {
      id: 'flags',
      header: 'Flags',
      width: 170,
      value: ({ flags }) => flagWords(flags).join(', ') || undefined,
      title: ({ flags }) => flagWords(flags).join(', ') || undefined,
    },
    { id: 'accepts', header: 'Accepts', width: 112, value: text('accepts'), title: text('accepts') },
    {
      id: 'config',
      header: 'Configuration',
      width: 280,
      value: ({ config }) => (config === undefined ? 'unknown' : config || undefined),
      title: text('config'),
    },
    { id: 'cluster', header: 'Cluster', width: 110, value: text('cluster'), title: text('cluster') },
  ];
}

type TextField = 'accepts' | 'version' | 'kind' | 'namespace' | 'cluster' | 'config';
type NumberField =
  | 'requestsIn'
  | 'requestsOut'
  | 'errorShare'
  | 'messagesIn'
  | 'messagesOut'
  | 'bytesIn'
  | 'bytesOut';

function text(field: TextField): (row: NodeRow) => string | undefined {
  return (row) => row[field] || undefined;
}

function rate(id: NumberField, header: string, format: (value: number) => string): DataColumn<NodeRow> {
  return {
    id,
    header,
    width: header.length > 8 ? 124 : 96,
    numeric: true,
    value: (row) => row[id],
    cell: (row) => {
      const value = row[id];
      return value === undefined ? undefined : format(value);
    },
  };
}

function formatMessages(perSecond: number): string {
  return formatEdgeRate({ unit: 'messages' }, perSecond);
}
