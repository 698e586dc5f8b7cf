import 'server-only';

/**
 * The decoded path that a request line asks for; undefined for whatever a browser would not send to us: other forms than a path
 * (`http://…`, `*`), escapes that cannot be decoded, and paths that mean another one to somebody (`//`, `..`, backslashes, NUL).
 */
export function readPath(target: string | undefined): string | undefined {
  const raw = target?.split('?', 1)[0] ?? '';
  if (!raw.startsWith('/') || raw.includes('#')) return undefined;
  const path = decode(raw);
  if (path === undefined || /[\u0000-\u001f\u007f\\]|\/\//.test(path)) return undefined;
  return path.split('/').some((part) => part === '.' || part === '..') ? undefined : path;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
