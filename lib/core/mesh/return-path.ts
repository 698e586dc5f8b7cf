const LONGEST = 2_048;
const HERE = 'https://here.invalid';

/**
 * A path of ours to go back to after signing in; `/` for everything that a browser might take for another place. Browsers
 * read `\` as `/`, and drop tabs and line breaks, so that `/\evil.example` and `/<tab>/evil.example` lead elsewhere.
 */
export function readReturnPath(text: string | null | undefined): string {
  if (text === null || text === undefined || text.length > LONGEST) return '/';
  if (!text.startsWith('/') || /^\/[/\\]/.test(text) || /[\p{Cc}\\]/u.test(text)) return '/';
  // Encoded slashes at the start are decoded by some proxies.
  if (/^\/(%2f|%5c|%09|%0a|%0d)/i.test(text)) return '/';
  if (!URL.canParse(text, HERE)) return '/';
  const url = new URL(text, HERE);
  // Whoever has just signed in does not want to do so again.
  if (url.origin !== HERE || url.pathname.startsWith('//') || /^\/(sign-in|api)(\/|$)/.test(url.pathname))
    return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
