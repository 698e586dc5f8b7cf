import { createGuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { asText } from '@/lib/core/kubernetes/json';
import { getJson } from './api';
import type { ClusterAccess } from './load-access';

const DEADLINE_MS = 3_000;
const MAX_BYTES = 64 * 1024;

/** The API server's version; undefined where it does not say, for whatever reason. */
export async function readServerVersion(
  access: Pick<ClusterAccess, 'baseUrl' | 'credentials'>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const transport = createGuardedTransport({
    source: 'kubernetes',
    baseUrl: access.baseUrl,
    credentials: (refresh) => access.credentials(refresh),
  });
  try {
    const options = { deadlineMs: DEADLINE_MS, maxBytes: MAX_BYTES, signal };
    return asText((await getJson(transport, '/version', options))['gitVersion']);
  } catch {
    return undefined;
  } finally {
    transport.close();
  }
}
