/** How most values are matched: as they are, by their beginning (`a*`), by their end (`*a`), or by being there (`*`). */
export function matchesText(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

/** How Envoy matches namespaces: `*` anywhere stands for anything. */
export function matchesGlob(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === text;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let from = head.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return from <= text.length - tail.length;
}

/**
 * How paths are matched: as texts, and by templates, in which `{*}` is one segment and `{**}` all that stands there.
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export function matchesPath(pattern: string, path: string): boolean {
  if (!pattern.includes('{*}') && !pattern.includes('{**}')) return matchesText(pattern, path);
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  const rest = wanted.indexOf('{**}');
  if (rest === -1) return wanted.length === given.length && matchSegments(wanted, given);
  const tail = wanted.slice(rest + 1);
  // No segment is one without letters: "/a/{**}" takes in "/a/" and not "/a".
  if (given.length < rest + 1 + tail.length) return false;
  const end = tail.length === 0 ? [] : given.slice(-tail.length);
  return matchSegments(wanted.slice(0, rest), given) && matchSegments(tail, end);
}

function matchSegments(wanted: readonly string[], given: readonly string[]): boolean {
  return wanted.every((segment, index) =>
    segment === '{*}' ? (given[index] ?? '') !== '' : segment === given[index],
  );
}
