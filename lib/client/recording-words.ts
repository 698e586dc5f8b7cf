import type { RecordedMetric } from '@/lib/contracts/status';

/** Whether recorded rates are read, and why they are not. */
export const recordingStateWords: Readonly<Record<RecordedMetric['state'], string>> = {
  read: 'read',
  absent: 'not recorded',
  shortWindow: 'the window is shorter than what one rate looks back',
  tooRare: 'recorded less often than what one rate looks back',
  stale: 'not recorded of late',
  tooYoung: 'not recorded for long enough yet',
  gaps: 'recorded with gaps',
  unequal: 'several servers record, not equally often',
  incomplete: 'namespaces or clusters that proxies report are not recorded',
  scope: 'recorded without a label that the scope asks for',
  sparse: 'what one rate looks back holds too few scrapes',
  unknown: 'could not be found out',
};
