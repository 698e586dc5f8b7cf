import type { DataColumn } from '@/components/ui/data-column';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { formatBytesPerSecond, formatMilliseconds, formatShare } from '@/lib/client/format-numbers';
import type { EdgeRow } from '@/lib/client/graph-rows';
import { healthColumn, reasonsColumn } from './health-cell';

const unitOrder = { requests: 0, messages: 1, bytes: 2 } as const;

/** The columns of the edge table; what is rare is told as a count in the window. */
export function edgeColumns(windowSeconds: number): DataColumn<EdgeRow>[] {
  return [
    {
      id: 'source',
      header: 'From',
      width: 220,
      value: ({ source }) => source,
      title: ({ source }) => source,
    },
    { id: 'target', header: 'To', width: 220, value: ({ target }) => target, title: ({ target }) => target },
    { id: 'protocol', header: 'Protocol', width: 90, value: ({ protocol }) => protocol },
    healthColumn<EdgeRow>(),
    {
      id: 'rate',
      header: 'Rate',
      width: 104,
      numeric: true,
      value: ({ rate }) => rate,
      within: ({ unit }) => unitOrder[unit],
      cell: (row) => formatEdgeRate(row, row.rate, windowSeconds),
    },
    number('errorShare', 'Errors', 84, formatShare),
    number('p50Ms', 'p50', 84, formatMilliseconds),
    number('p95Ms', 'p95', 84, formatMilliseconds),
    number('p99Ms', 'p99', 84, formatMilliseconds),
    {
      id: 'throughput',
      header: 'Throughput',
      width: 176,
      numeric: true,
      value: ({ toServer, toClient }) =>
        toServer === undefined && toClient === undefined ? undefined : (toServer ?? 0) + (toClient ?? 0),
      cell: throughputText,
      title: throughputSentence,
    },
    {
      id: 'mtls',
      header: 'mTLS',
      width: 92,
      numeric: true,
      value: knownMutualShare,
      cell: (row) => {
        const share = knownMutualShare(row);
        return share === undefined ? 'unknown' : formatShare(share);
      },
      title: mtlsSentence,
    },
    reasonsColumn<EdgeRow>(),
    { id: 'reporter', header: 'Reporter', width: 92, value: ({ reporter }) => reporter },
    {
      id: 'disagreement',
      header: 'Disagreement',
      width: 280,
      value: ({ disagreement }) => disagreement,
      title: ({ disagreement }) => disagreement,
    },
  ];
}

function number(
  id: 'errorShare' | 'p50Ms' | 'p95Ms' | 'p99Ms',
  header: string,
  width: number,
  format: (value: number) => string,
): DataColumn<EdgeRow> {
  return {
    id,
    header,
    width,
    numeric: true,
    value: (row) => row[id],
    cell: (row) => {
      const value = row[id];
      return value === undefined ? undefined : format(value);
    },
  };
}

function throughputText({ toServer, toClient }: EdgeRow): string | undefined {
  const texts = [
    toServer === undefined ? undefined : `↑ ${formatBytesPerSecond(toServer)}`,
    toClient === undefined ? undefined : `↓ ${formatBytesPerSecond(toClient)}`,
  ];
  return texts.filter(Boolean).join('  ') || undefined;
}

function throughputSentence({ toServer, toClient }: EdgeRow): string | undefined {
  const texts = [
    toServer === undefined ? undefined : `${formatBytesPerSecond(toServer)} to the server`,
    toClient === undefined ? undefined : `${formatBytesPerSecond(toClient)} to the client`,
  ];
  return texts.filter(Boolean).join(', ') || undefined;
}

/** Undefined where no server said whether the traffic was protected. */
function knownMutualShare({ mutualShare, unknownShare }: EdgeRow): number | undefined {
  return unknownShare === 1 ? undefined : mutualShare;
}

function mtlsSentence({
  mutualShare,
  plaintextShare,
  unknownShare,
  mtlsReason = '',
}: EdgeRow): string | undefined {
  if (mutualShare === undefined || plaintextShare === undefined || unknownShare === undefined)
    return undefined;
  return `${formatShare(mutualShare)} mutual TLS, ${formatShare(plaintextShare)} plaintext, ${formatShare(unknownShare)} unknown. ${mtlsReason}`.trim();
}
