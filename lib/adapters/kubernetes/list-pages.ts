import type { GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { getJson, type GetOptions } from './api';
import { asArray, asObject, asText } from '@/lib/core/kubernetes/json';

export interface ListOptions extends GetOptions {
  readonly pageSize: number;
  /** Bound on pages of one list, against a server that never ends. */
  readonly maxPages?: number;
  /** Keeps only objects whose fields are so, for instance `metadata.name=istio`. */
  readonly fieldSelector?: string;
}

/** Expired continue tokens are answered with a fresh start this often; then the list is asked for in one piece. */
const RESTARTS = 2;

/**
 * Lists everything below `path`, page by page.
 * @param begin called at every (re)start; what was added before is void
 * @returns the resourceVersion to watch from
 * @throws UpstreamError
 */
export async function listPages(
  transport: GuardedTransport,
  path: string,
  options: ListOptions,
  begin: () => (item: unknown) => void,
): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await listOnce(
        transport,
        path,
        { ...options, pageSize: attempt > RESTARTS ? 0 : options.pageSize },
        begin(),
      );
    } catch (error) {
      const expired = error instanceof UpstreamError && error.kind === 'gone';
      if (!expired || attempt > RESTARTS) throw error;
    }
  }
}

async function listOnce(
  transport: GuardedTransport,
  path: string,
  options: ListOptions,
  add: (item: unknown) => void,
): Promise<string> {
  let token: string | undefined;
  for (let page = 0; page < (options.maxPages ?? 2_000); page += 1) {
    const query = new URLSearchParams();
    if (options.fieldSelector !== undefined) query.set('fieldSelector', options.fieldSelector);
    if (options.pageSize > 0) query.set('limit', String(options.pageSize));
    if (token !== undefined) query.set('continue', token);
    const text = query.toString();
    const list = await getJson(transport, text === '' ? path : `${path}?${text}`, options);
    if (!Array.isArray(list['items']))
      throw new UpstreamError('kubernetes', 'malformed', { detail: 'a list without items' });
    for (const item of asArray(list['items'])) add(item);
    const metadata = asObject(list['metadata']);
    const next = asText(metadata['continue']);
    if (next === undefined) {
      const version = asText(metadata['resourceVersion']);
      if (version !== undefined) return version;
      throw new UpstreamError('kubernetes', 'malformed', { detail: 'a list without resourceVersion' });
    }
    if (next === token) break;
    token = next;
  }
  throw new UpstreamError('kubernetes', 'malformed', { detail: 'a list that never ends' });
}
