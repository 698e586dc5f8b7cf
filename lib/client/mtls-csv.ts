import { writeCsv } from './export/csv';
import { callerName } from './mtls-numbers';
import type { MtlsRow } from './mtls-rows';

const HEADER = [
  'cluster',
  'namespace',
  'name',
  'mode',
  'proxy',
  'decidedBy',
  'level',
  'reason',
  'ports',
  'seen',
  'mutualRps',
  'plaintextRps',
  'unknownRps',
  'mutualBytesPerSecond',
  'plaintextBytesPerSecond',
  'unknownBytesPerSecond',
  'callers',
  'strict',
  'blockers',
  'findings',
];

/** The rows that are shown, for a spreadsheet: numbers as they are, what is not known as an empty cell. */
export function writeMtlsCsv(rows: readonly MtlsRow[]): string {
  return writeCsv(
    HEADER,
    rows.map(({ entry, strict }) => {
      const { cluster, namespace, name, mode, proxy, decidedBy, ports, observed, readiness } = entry;
      return [
        cluster,
        namespace,
        name,
        mode,
        proxy,
        decidedBy.name === undefined ? decidedBy.kind : `${decidedBy.namespace ?? ''}/${decidedBy.name}`,
        decidedBy.level,
        decidedBy.reason,
        ports.map((port) => `${port.port ?? port.targetPort}:${port.mode}`).join(' '),
        observed?.state,
        observed?.mutual,
        observed?.plaintext,
        observed?.unknown,
        observed?.bytes.mutual,
        observed?.bytes.plaintext,
        observed?.bytes.unknown,
        observed?.callers.map(callerName).join(' '),
        strict,
        readiness.blockers.map(({ reason }) => reason).join(' '),
        entry.contradictions.map(({ code }) => code).join(' '),
      ];
    }),
  );
}
