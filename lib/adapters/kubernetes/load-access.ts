import fs from 'node:fs';
import type { RequestOptions } from 'node:https';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { KubeConfig, type Cluster } from '@kubernetes/client-node';
import type { Credentials } from '@/lib/adapters/http/guarded-transport';
import type { TlsSettings } from '@/lib/adapters/http/tls-settings';

/** How to reach one API server. */
export interface ClusterAccess {
  readonly baseUrl: string;
  /** The kubeconfig context, or `inClusterContext`. */
  readonly contextName: string;
  /** Headers and certificates for one request. Files are read again every minute, and at once with `refresh`. */
  credentials(refresh: boolean): Promise<Credentials>;
}

export interface AccessOptions {
  /** A kubeconfig file; absent means `KUBECONFIG`, then the default path, then the pod's service account. */
  readonly kubeconfigPath?: string;
  readonly contextName?: string;
  readonly nowMs?: () => number;
}

const REREAD_MS = 60_000;
const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Finds the cluster this process is meant to look at, through @kubernetes/client-node's configuration and
 * authentication (tokens, files, certificates, exec plugins, OIDC).
 * @returns undefined when nothing is configured: no kubeconfig and not inside a pod
 * @throws Error with a fixed text when a configuration exists but cannot be used
 */
export function loadAccess(options: AccessOptions = {}): ClusterAccess | undefined {
  if (!isConfigured(options)) return undefined;
  const nowMs = options.nowMs ?? Date.now;
  let loaded = loadConfig(options);
  let loadedAtMs = nowMs();
  const first = requireCluster(loaded);

  return {
    baseUrl: first.server,
    contextName: loaded.getCurrentContext(),
    async credentials(refresh) {
      // A plugin's token has its own expiry; running the plugin every minute would be wasteful.
      const hasPlugin = Boolean(loaded.getCurrentUser()?.exec);
      if (refresh || (!hasPlugin && nowMs() - loadedAtMs >= REREAD_MS)) {
        loaded = loadConfig(options);
        loadedAtMs = nowMs();
      }
      return toCredentials(loaded);
    },
  };
}

function isConfigured({ kubeconfigPath }: AccessOptions): boolean {
  if (kubeconfigPath !== undefined || (process.env['KUBECONFIG'] ?? '') !== '') return true;
  const home = process.env['HOME'] ?? os.homedir();
  return fs.existsSync(path.join(home, '.kube', 'config')) || fs.existsSync(SERVICE_ACCOUNT_TOKEN);
}

function loadConfig({ kubeconfigPath, contextName }: AccessOptions): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfigPath === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfigPath);
  } catch {
    // The parser's message quotes the file, which holds credentials.
    throw new Error('the kubeconfig cannot be read');
  }
  if (contextName !== undefined) config.setCurrentContext(contextName);
  requireCluster(config);
  return config;
}

function requireCluster(config: KubeConfig): Cluster {
  const cluster = config.getCurrentCluster();
  if (cluster === null || typeof cluster.server !== 'string')
    throw new Error('the kubeconfig names no usable cluster');
  if (!/^https?:\/\//i.test(cluster.server)) throw new Error('the cluster address must be http or https');
  // The library refuses plain http unless verification is off; there is nothing to verify.
  if (/^http:/i.test(cluster.server)) Object.assign(cluster, { skipTLSVerify: true });
  return cluster;
}

async function toCredentials(config: KubeConfig): Promise<Credentials> {
  const request: RequestOptions = {};
  await config.applyToHTTPSOptions(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value.trim();
  }
  if (typeof request.auth === 'string')
    headers['authorization'] = `Basic ${Buffer.from(request.auth).toString('base64')}`;
  const throughProxy =
    config.getCurrentCluster()?.proxyUrl !== undefined && request.agent instanceof http.Agent;
  return { headers, tls: toTls(request), ...(throughProxy && { agent: request.agent as http.Agent }) };
}

function toTls(request: RequestOptions): TlsSettings {
  const text = (value: unknown): string | Buffer | undefined =>
    typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined;
  const [ca, cert, key] = [text(request.ca), text(request.cert), text(request.key)];
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(request.servername !== undefined && { serverName: request.servername }),
    ...(request.rejectUnauthorized === false && { insecure: true }),
  };
}
