import 'server-only';
import path from 'node:path';
import { getRuntime } from '../runtime';
import { serveRoutes, type ServedRoutes } from './serve-routes';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PATIENCE_MS = 10_000;

/**
 * The process that all route handlers belong to, started anew with these variables of ours and no others, once it has
 * read the cluster.
 */
export async function startRoutes(env: Readonly<Record<string, string>>): Promise<ServedRoutes> {
  for (const name of Object.keys(process.env)) if (name.startsWith('TELLTALE_')) delete process.env[name];
  Object.assign(process.env, { TELLTALE_DISCOVERY: 'off', TELLTALE_LOG_LEVEL: 'silent', ...env });
  Reflect.deleteProperty(globalThis, Symbol.for('telltale.runtime'));
  const { cluster } = getRuntime().ports;
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (cluster?.status().state === 'syncing' && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return serveRoutes(ROOT);
}

export async function stopRoutes(routes: ServedRoutes | undefined): Promise<void> {
  await getRuntime().ports.cluster?.stop();
  await routes?.close();
}
