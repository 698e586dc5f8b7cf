import { formatValue } from '../promql/format-value';
import type { Labels } from '../promql/series-source';
import type { ExportedSample } from './read-instances';

/**
 * Samples in Prometheus' text format, one family after the other.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function writeExposition(samples: readonly ExportedSample[]): string {
  const families = new Map<string, ExportedSample[]>();
  for (const sample of samples) {
    const family = familyOf(sample);
    const members = families.get(family);
    if (members === undefined) families.set(family, [sample]);
    else members.push(sample);
  }
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([family, members]) =>
        `# TYPE ${family} ${typeOf(family, members)}\n${members.map(writeLine).join('')}`,
    )
    .join('');
}

function familyOf({ name }: ExportedSample): string {
  return /^istio_.*_(milliseconds|bytes)_(bucket|sum|count)$/.test(name)
    ? name.replace(/_(bucket|sum|count)$/, '')
    : name;
}

function typeOf(family: string, members: readonly ExportedSample[]): string {
  if (members.some(({ name }) => name !== family)) return 'histogram';
  return family.endsWith('_total') ? 'counter' : 'gauge';
}

function writeLine({ name, labels, value }: ExportedSample): string {
  return `${name}${writeLabels(labels)} ${formatValue(value)}\n`;
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
