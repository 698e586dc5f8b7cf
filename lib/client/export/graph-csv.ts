import type { EdgeRow, NodeRow } from '../graph-rows';
import { type CsvCell, writeCsv } from './csv';

type Columns<Row> = readonly (readonly [header: string, value: (row: Row) => CsvCell])[];

const NODE_COLUMNS: Columns<NodeRow> = [
  ['name', ({ name }) => name],
  ['kind', ({ kind }) => kind],
  ['version', ({ version }) => version],
  ['namespace', ({ namespace }) => namespace],
  ['cluster', ({ cluster }) => cluster],
  ['health', ({ health }) => health],
  ['health reasons', ({ reasons }) => reasons],
  ['requests in (1/s)', ({ requestsIn }) => requestsIn],
  ['failed requests in (1/s)', ({ errorsIn }) => errorsIn],
  ['requests out (1/s)', ({ requestsOut }) => requestsOut],
  ['failed requests out (1/s)', ({ errorsOut }) => errorsOut],
  ['error share (0 to 1)', ({ errorShare }) => errorShare],
  ['gRPC messages in (1/s)', ({ messagesIn }) => messagesIn],
  ['gRPC messages out (1/s)', ({ messagesOut }) => messagesOut],
  ['TCP in (bytes/s)', ({ bytesIn }) => bytesIn],
  ['TCP out (bytes/s)', ({ bytesOut }) => bytesOut],
  ['flags', ({ flags }) => flags.join(' ')],
  ['accepts', ({ accepts }) => accepts],
  ['configuration', ({ config }) => config],
  ['id', ({ id }) => id],
];

const EDGE_COLUMNS: Columns<EdgeRow> = [
  ['source', ({ source }) => source],
  ['target', ({ target }) => target],
  ['protocol', ({ protocol }) => protocol],
  ['rate (in units/s)', ({ rate }) => rate],
  ['unit', ({ unit }) => unit],
  ['failed requests (1/s)', ({ errorRate }) => errorRate],
  ['error share (0 to 1)', ({ errorShare }) => errorShare],
  ['health', ({ health }) => health],
  ['health reasons', ({ reasons }) => reasons],
  ['latency average (ms)', ({ avgMs }) => avgMs],
  ['latency p50 (ms)', ({ p50Ms }) => p50Ms],
  ['latency p95 (ms)', ({ p95Ms }) => p95Ms],
  ['latency p99 (ms)', ({ p99Ms }) => p99Ms],
  ['throughput to the server (bytes/s)', ({ toServer }) => toServer],
  ['throughput to the client (bytes/s)', ({ toClient }) => toClient],
  ['mTLS share (0 to 1)', ({ mutualShare }) => mutualShare],
  ['plaintext share (0 to 1)', ({ plaintextShare }) => plaintextShare],
  ['mTLS unknown share (0 to 1)', ({ unknownShare }) => unknownShare],
  ['why not all mTLS', ({ mtlsReason }) => mtlsReason],
  ['reporter', ({ reporter }) => reporter],
  ['disagreement', ({ disagreement }) => disagreement],
  ['id', ({ id }) => id],
];

/** Nodes as CSV, in the order given: raw numbers, with their units in the header. */
export function writeNodesCsv(rows: readonly NodeRow[]): string {
  return writeColumns(NODE_COLUMNS, rows);
}

/** Edges as CSV, in the order given. */
export function writeEdgesCsv(rows: readonly EdgeRow[]): string {
  return writeColumns(EDGE_COLUMNS, rows);
}

function writeColumns<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return writeCsv(
    columns.map(([header]) => header),
    rows.map((row) => columns.map(([, value]) => value(row))),
  );
}
