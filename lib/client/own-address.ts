/** The path below which the application is; empty where it has the host for itself. Next puts it in when it builds. */
const BASE_PATH = process.env.NEXT_PUBLIC_BASE_PATH ?? '';

/** The address of a page, file or answer of ours. Next's own `Link` and router do this by themselves. */
export function ownAddress(path: string): string {
  return `${BASE_PATH}${path}`;
}

/** The path of a page of ours as it is without that. */
export function ownPath(pathname: string): string {
  return pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : pathname;
}
