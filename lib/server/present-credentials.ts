import 'server-only';
import fs from 'node:fs/promises';
import type { Credentials } from '@/lib/adapters/http/guarded-transport';
import type { TlsSettings } from '@/lib/adapters/http/tls-settings';
import { parseHeaderLines } from './header-lines';
import type { UpstreamAccess } from './upstream-access';

/**
 * What is sent and shown to an upstream, asked before each request so that tokens, passwords and certificates may
 * rotate. Rejects where a file cannot be read; whoever asks must not tell why.
 */
export function presentCredentials(access: UpstreamAccess): () => Promise<Credentials> {
  return async () => ({ headers: await readHeaders(access), tls: await readTls(access) });
}

async function readHeaders(access: UpstreamAccess): Promise<Record<string, string>> {
  const { tokenFile, user, tenant, headersFile } = access;
  const headers = headersFile === undefined ? undefined : parseHeaderLines(await readText(headersFile));
  if (headers?.ok === false) throw new Error('the headers file cannot be used');
  return {
    ...headers?.value,
    ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
    ...(tokenFile === undefined ? {} : { authorization: `Bearer ${(await readText(tokenFile)).trim()}` }),
    ...(user === undefined ? {} : { authorization: await presentUser(user) }),
  };
}

async function readTls({ caFile, client, serverName }: UpstreamAccess): Promise<TlsSettings> {
  const [ca, cert, key] = await Promise.all([
    caFile === undefined ? undefined : readText(caFile),
    client === undefined ? undefined : readText(client.certFile),
    client === undefined ? undefined : readText(client.keyFile),
  ]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

async function presentUser({
  name,
  passwordFile,
}: {
  readonly name: string;
  readonly passwordFile: string;
}): Promise<string> {
  // Editors end a file with a line break; a password may end with a space.
  const password = (await readText(passwordFile)).replace(/\r?\n$/, '');
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function readText(file: string): Promise<string> {
  return fs.readFile(file, 'utf8');
}
