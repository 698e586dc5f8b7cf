import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGuardedTransport } from '@/lib/adapters/http/guarded-transport';
import {
  sendJson,
  startScriptedServer,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { loadAccess } from './load-access';

const CANARY = 'canary-e02d';

let directory: string;
let server: ScriptedServer;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'telltale-access-'));
  server = await startScriptedServer((_request, response) => sendJson(response, 200, {}));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function writeConfig(user: string, cluster = `server: ${server.url}`): Promise<string> {
  const file = path.join(directory, 'config');
  await writeFile(
    file,
    `apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: c, user: u}}, {name: there, context: {cluster: d, user: u}}]
clusters: [{name: c, cluster: {${cluster}}}, {name: d, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: u, user: {${user}}}]
`,
  );
  return file;
}

/** The form that @kubernetes/client-node gives a pod's service account as well. */
function rotating(tokenFile: string): string {
  return `auth-provider: {name: tokenFile, config: {tokenFile: ${tokenFile}}}`;
}

describe('loadAccess', () => {
  it('presents a token over plain http', async () => {
    const access = loadAccess({ kubeconfigPath: await writeConfig(`token: ${CANARY}`) });
    expect(access).toMatchObject({ baseUrl: server.url, contextName: 'here' });
    expect((await access?.credentials(false))?.headers).toEqual({ authorization: `Bearer ${CANARY}` });
  });

  it('presents user and password', async () => {
    const access = loadAccess({ kubeconfigPath: await writeConfig('username: me, password: secret') });
    const basic = Buffer.from('me:secret').toString('base64');
    expect((await access?.credentials(false))?.headers).toEqual({ authorization: `Basic ${basic}` });
  });

  it('follows KUBECONFIG and another context', async () => {
    vi.stubEnv('KUBECONFIG', await writeConfig(`token: ${CANARY}`));
    expect(loadAccess()?.baseUrl).toBe(server.url);
    expect(loadAccess({ contextName: 'there' })?.baseUrl).toBe('https://127.0.0.1:1');
  });

  it('is nothing when nothing is configured', () => {
    vi.stubEnv('KUBECONFIG', '');
    vi.stubEnv('HOME', directory);
    expect(loadAccess()).toBeUndefined();
  });

  it('carries certificates and names for TLS', async () => {
    const data = (text: string): string => Buffer.from(text).toString('base64');
    const file = await writeConfig(
      `client-certificate-data: ${data('cert')}, client-key-data: ${data('key')}`,
      `server: "https://127.0.0.1:6443", certificate-authority-data: ${data('ca')}, tls-server-name: kube, insecure-skip-tls-verify: true`,
    );
    const tls = (await loadAccess({ kubeconfigPath: file })?.credentials(false))?.tls;
    expect([tls?.ca, tls?.cert, tls?.key].map(String)).toEqual(['ca', 'cert', 'key']);
    expect(tls).toMatchObject({ serverName: 'kube', insecure: true });
  });

  it('reads a rotated token file every minute (R18)', async () => {
    const tokenFile = path.join(directory, 'token');
    await writeFile(tokenFile, 'first\n');
    let nowMs = 0;
    const access = loadAccess({
      kubeconfigPath: await writeConfig(rotating(tokenFile)),
      nowMs: () => nowMs,
    });
    const token = async (): Promise<string | undefined> =>
      (await access?.credentials(false))?.headers['authorization'];
    expect(await token()).toBe('Bearer first');
    await writeFile(tokenFile, 'second\n');
    nowMs = 59_000;
    expect(await token()).toBe('Bearer first');
    nowMs = 60_000;
    expect(await token()).toBe('Bearer second');
  });

  it('reads a rotated token file at once after a 401 (R18)', async () => {
    const tokenFile = path.join(directory, 'token');
    await writeFile(tokenFile, 'old');
    const access = loadAccess({
      kubeconfigPath: await writeConfig(rotating(tokenFile)),
      nowMs: () => 0,
    });
    server.play((request, response) =>
      sendJson(response, request.headers['authorization'] === 'Bearer new' ? 200 : 401, {}),
    );
    await access?.credentials(false);
    await writeFile(tokenFile, 'new');
    const transport = createGuardedTransport({
      source: 'kubernetes',
      baseUrl: server.url,
      credentials: async (refresh) => (await access?.credentials(refresh)) ?? { headers: {} },
    });
    const answer = await transport.request({
      method: 'GET',
      path: '/api',
      deadlineMs: 1_000,
      maxBytes: 1_000,
    });
    expect(answer.status).toBe(200);
    expect(server.seen).toHaveLength(2);
    transport.close();
  });

  it.each([
    ['no YAML', `{${CANARY}: [`],
    ['no cluster', `current-context: none\n# ${CANARY}`],
    [
      'an address of another protocol',
      `current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: "ftp://${CANARY}"}}]\nusers: []`,
    ],
  ])('fails without quoting a file with %s', async (_name, text) => {
    const file = path.join(directory, 'config');
    await writeFile(file, text);
    const load = (): unknown => loadAccess({ kubeconfigPath: file });
    expect(load).toThrow(/^the (kubeconfig|cluster)/);
    try {
      load();
    } catch (error) {
      expect(inspect(error, { showHidden: true })).not.toContain(CANARY);
    }
  });

  it('hides what an authentication plugin complains about', async () => {
    const file = await writeConfig(
      `exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["-c", "echo ${CANARY} >&2; exit 1"]}`,
    );
    const access = loadAccess({ kubeconfigPath: file });
    const transport = createGuardedTransport({
      source: 'kubernetes',
      baseUrl: server.url,
      credentials: async (refresh) => (await access?.credentials(refresh)) ?? { headers: {} },
    });
    const error: unknown = await transport
      .request({ method: 'GET', path: '/', deadlineMs: 3_000, maxBytes: 10 })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unauthorized' });
    expect(inspect(error, { showHidden: true })).not.toContain(CANARY);
    expect(server.seen).toHaveLength(0);
    transport.close();
  });
});
