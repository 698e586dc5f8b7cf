// Versions of programs: as they print them, as apt offers them, and whether they are enough.

/**
 * The first version in what a program, or apt, prints: `go version go1.24.1 linux/amd64`, `2:1.19~1`.
 * @param {string} text
 * @returns {string | undefined}
 */
export function readVersion(text) {
  return /(?:^|[^\d.])v?(\d+\.\d+(?:\.\d+)*)/.exec(text.replace(/(^|\s)\d+:/g, '$1'))?.[1];
}

/**
 * @param {string | undefined} version undefined is never enough
 * @param {string | undefined} least undefined: any version will do
 */
export function isEnough(version, least) {
  if (least === undefined) return true;
  if (version === undefined) return false;
  const [have, need] = [version, least].map((text) => text.split('.').map(Number));
  for (const [i, part] of need.entries()) {
    const own = have[i] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

/**
 * What `apt-cache policy` of one package says that would be installed.
 * @param {string} policy
 */
export function candidateOf(policy) {
  return readVersion(/^\s*Candidate:(.*)$/m.exec(policy)?.[1] ?? '');
}

/**
 * One sentence about programs that are missing or too old, and one for each that its package alone does not cure.
 * @param {readonly {what: string, package: string, least?: string, found?: string, hint?: string}[]} programs
 */
export function explainMissing(programs) {
  const names = programs.map(({ what, least, found }) => {
    const wanted = least === undefined ? what : `${what} ${least} or newer`;
    return found === undefined ? wanted : `${wanted} (this one is ${found})`;
  });
  const packages = [...new Set(programs.filter(({ hint }) => hint === undefined).map((one) => one.package))];
  return [
    `The tests need ${names.join(', ')}.`,
    ...(packages.length > 0 ? [`On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`] : []),
    ...programs.flatMap(({ hint }) => hint ?? []),
  ].join('\n');
}
