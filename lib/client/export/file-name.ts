import type { NamespaceChoice } from '../url-state';

export interface ExportScope {
  readonly namespaces: NamespaceChoice;
  readonly level: string;
  /** Unix seconds of the instant that is shown. */
  readonly at: number;
}

const MOST_NAMED = 3;
const LONGEST_SCOPE = 80;
/** From here on years have signs and more digits. */
const YEAR_10000_SECONDS = 253_402_300_800;

/** `telltale-shop-payments-versionedApp-2031-04-05T110215Z-edges.csv`: what, of when, in characters that any system takes. */
export function nameExportFile(scope: ExportScope, ending: string): string {
  const { namespaces, level, at } = scope;
  const named = namespaces === 'all' ? ['all-namespaces'] : namespaces.slice(0, MOST_NAMED);
  const more = namespaces === 'all' ? 0 : namespaces.length - named.length;
  const words = [...named, ...(more > 0 ? [`and-${more}-more`] : [])].join('-');
  const safe = words.replaceAll(/[^a-zA-Z0-9-]+/g, '-').slice(0, LONGEST_SCOPE);
  return `telltale-${safe}-${level}-${printInstant(at)}${ending}`;
}

/** Without colons, which some systems do not allow in names. */
function printInstant(unixSeconds: number): string {
  if (!(unixSeconds >= 0 && unixSeconds < YEAR_10000_SECONDS)) return 'unknown-time';
  const instant = new Date(unixSeconds * 1_000);
  return `${instant.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}
