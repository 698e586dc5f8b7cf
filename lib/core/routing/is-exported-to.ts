/** A configuration object with the namespaces that may use it, as written. */
export interface Exported {
  readonly namespace?: string;
  /** `*` all, `.` its own, `~` none, or names. Empty means the mesh's default. */
  readonly exportTo: readonly string[];
}

const EVERYWHERE: readonly string[] = ['*'];

/**
 * Whether clients of a namespace may use an object. A client whose namespace nobody knows can use what everybody can.
 * `byDefault` is what the mesh says for objects that say nothing.
 */
export function isExportedTo(
  { namespace, exportTo }: Exported,
  client: string | undefined,
  byDefault: readonly string[] = EVERYWHERE,
): boolean {
  const targets = exportTo.length > 0 ? exportTo : byDefault;
  return targets.some((target) => {
    if (target === '*') return true;
    if (target === '~' || client === undefined) return false;
    return target === '.' ? namespace === client : target === client;
  });
}
