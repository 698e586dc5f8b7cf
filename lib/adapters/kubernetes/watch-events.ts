import { asObject, asText, isJsonObject } from '@/lib/core/kubernetes/json';

/** One line of a watch. */
export type WatchEvent =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly object: unknown;
      readonly resourceVersion: string | undefined;
    }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string | undefined }
  | { readonly type: 'ERROR'; readonly status: number }
  | { readonly type: 'BROKEN' };

/** Reads a line; anything that is no event is `BROKEN`. */
export function parseWatchEvent(line: string): WatchEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { type: 'BROKEN' };
  }
  if (!isJsonObject(parsed)) return { type: 'BROKEN' };
  const { type, object } = parsed;
  const resourceVersion = asText(asObject(asObject(object)['metadata'])['resourceVersion']);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object, resourceVersion };
    case 'BOOKMARK':
      return { type, resourceVersion };
    case 'ERROR': {
      const { code, reason } = asObject(object);
      if (reason === 'Expired' || reason === 'Gone') return { type, status: 410 };
      return { type, status: typeof code === 'number' ? code : 500 };
    }
    default:
      return { type: 'BROKEN' };
  }
}
