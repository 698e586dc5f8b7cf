const REFERENCE = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** Replaces `$1`, `${1}`, `$name` and `$$` as Go's regexp does; a `$` that starts none of them stays. */
export function expandTemplate(template: string, group: (nameOrIndex: string | number) => string): string {
  return template.replace(REFERENCE, (_whole, dollar?: string, braced?: string, bare?: string) => {
    if (dollar !== undefined) return '$';
    const name = braced ?? bare ?? '';
    return group(/^\d+$/.test(name) ? Number(name) : name);
  });
}
