import { createGuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { listPath } from './discover';
import { listPages } from './list-pages';
import type { ClusterAccess } from './load-access';

export interface FindServicesOptions {
  readonly access: Pick<ClusterAccess, 'baseUrl' | 'credentials'>;
  /** Read one by one where the account may not list all Services of the cluster. */
  readonly namespaces: readonly string[];
  /** For each list. */
  readonly deadlineMs: number;
}

/** All Services that the account may list, once, as the API gives them. @throws UpstreamError */
export async function findServices({
  access,
  namespaces,
  deadlineMs,
}: FindServicesOptions): Promise<readonly unknown[]> {
  const transport = createGuardedTransport({
    source: 'kubernetes',
    baseUrl: access.baseUrl,
    credentials: (refresh) => access.credentials(refresh),
  });
  const list = async (namespace?: string): Promise<unknown[]> => {
    let found: unknown[] = [];
    const path = listPath('services', 'v1', namespace);
    await listPages(transport, path, { deadlineMs, pageSize: 500, maxPages: 40 }, () => {
      found = [];
      return (item) => found.push(item);
    });
    return found;
  };
  try {
    return await list();
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const lists = await Promise.all(
      namespaces.map((namespace) =>
        list(namespace).catch((refusal: unknown) => {
          if (isForbidden(refusal)) return undefined;
          throw refusal;
        }),
      ),
    );
    if (lists.every((one) => one === undefined)) throw error;
    return lists.flatMap((one) => one ?? []);
  } finally {
    transport.close();
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof UpstreamError && error.kind === 'forbidden';
}
