import 'server-only';
import { BUILT } from './built-files';

/** What is at an address: a page, an answer of the API, or a file. */
export type Place = 'page' | 'api' | 'file';

export interface RouteTable {
  /** Undefined: nothing. `path` is decoded and without the base path. */
  placeOf(path: string): Place | undefined;
  /** Whether something may be posted there. */
  takesPosts(path: string): boolean;
}

/** Questions that are too long for an address, and signing in and out. They change nothing but the browser's own cookie. */
const POSTED = new Set(['/api/what-if', '/api/session', '/api/session/end']);

/** Where an identity provider sends people back to, from its own pages. */
export const CALLBACK = '/api/session/callback';

/**
 * @param routes as the build lists them: `/traces/[id]`
 * @param files the names of public files
 */
export function createRouteTable(routes: readonly string[], files: readonly string[]): RouteTable {
  // Those with an underscore are Next's own pages for failures.
  const patterns = routes.filter((route) => !route.startsWith('/_')).map((route) => toPattern(route));
  const named = new Set(files.map((file) => `/${file}`));
  return {
    placeOf(path) {
      if (path.startsWith(`${BUILT}/`) || named.has(path)) return 'file';
      // Next answers an address that ends with a slash by leading to the one without.
      const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
      if (!patterns.some((pattern) => pattern.test(plain))) return undefined;
      return plain.startsWith('/api/') ? 'api' : 'page';
    },
    takesPosts: (path) => POSTED.has(path),
  };
}

function toPattern(route: string): RegExp {
  const parts = route
    .split('/')
    .map((part) => (/^\[\w+\]$/.test(part) ? '[^/]+' : part.replaceAll(/[^\w-]/g, String.raw`\$&`)));
  return new RegExp(`^${parts.join('/')}$`);
}
