import 'server-only';

/** Longer than the tokens of any cluster. */
const LONGEST = 16_384;

/** A bearer token of the request; undefined where there is none that could be one (RFC 6750). */
export function readBearer(headers: Headers): string | undefined {
  const token = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return token !== undefined && isToken(token) ? token : undefined;
}

export function isToken(text: string): boolean {
  return text.length <= LONGEST && /^[\w~+/.-]+=*$/.test(text);
}
