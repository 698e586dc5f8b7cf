import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { getDiagnosis } from '@/lib/services/get-diagnosis';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { getStatus } from './get-status';
import { prepareRuntime, type Runtime } from './runtime';

/** Each secret has a word of its own, in whatever form it travels. */
const SECRETS = {
  token: 'canary-token-1f',
  header: 'canary-header-2e',
  password: 'canary-password-3d',
  inAddress: 'canary-address-4c',
  kubernetes: 'canary-kubernetes-5b',
};
const FORMS = Object.values(SECRETS).flatMap((secret) => [
  secret,
  Buffer.from(`ann:${secret}`).toString('base64'),
]);

let folder: string;
let upstream: ScriptedServer;
let runtime: Runtime;

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-secrets-'));
  upstream = await startScriptedServer((_request, response) => sendJson(response, 500, {}));
  const port = new URL(upstream.url).port;
  const env = {
    TELLTALE_PROMETHEUS_URL: `${upstream.url}/prometheus`,
    TELLTALE_PROMETHEUS_TOKEN_FILE: write('token', SECRETS.token),
    TELLTALE_PROMETHEUS_HEADERS_FILE: write('headers', `X-Key: ${SECRETS.header}`),
    TELLTALE_JAEGER_URL: `http://ann:${SECRETS.inAddress}@127.0.0.1:${port}/jaeger`,
    TELLTALE_JAEGER_USERNAME: 'ann',
    TELLTALE_JAEGER_PASSWORD_FILE: write('password', SECRETS.password),
    KUBECONFIG: write(
      'kubeconfig',
      `apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "${upstream.url}/kubernetes"}}]
users: [{name: u, user: {token: ${SECRETS.kubernetes}}}]
`,
    ),
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  runtime = await prepareRuntime();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await runtime?.ports.cluster?.stop();
  await upstream?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Says back all that it was told, as servers in trouble do. */
const echo =
  (status: number): Script =>
  (request, response) =>
    sendJson(response, status, { status: 'error', error: JSON.stringify(request.headers) });

describe('what the application answers (S13)', () => {
  it.each<[string, Script]>([
    ['refuses and repeats our headers', echo(401)],
    ['forbids and repeats our headers', echo(403)],
    ['fails and repeats our headers', echo(500)],
    [
      'warns with our headers in another answer',
      (request, response) => sendJson(response, 200, { headers: request.headers }),
    ],
    [
      'sends us elsewhere',
      (request, response) =>
        void response.writeHead(302, { location: `http://x/${request.headers.authorization ?? ''}` }).end(),
    ],
    [
      'shows a page',
      (request, response) => void response.writeHead(200).end(`<p>${JSON.stringify(request.headers)}`),
    ],
    ['breaks off', (_request, response) => void response.socket?.resetAndDestroy()],
  ])('holds no secret when an upstream %s', async (_name, script) => {
    upstream.play(script);
    const signal = new AbortController().signal;
    const request = parseGraphRequest(new URLSearchParams());
    if (!request.ok) throw new Error(request.problem.code);
    const told = JSON.stringify([
      await getStatus(runtime, signal),
      await getDiagnosis(runtime.ports, signal),
      await getMeshGraph(runtime.ports, request.value, signal),
      await runtime.ports.tracing?.services().catch((error: unknown) => [String(error), error]),
      runtime.findings,
    ]);
    expect(told.length).toBeGreaterThan(500);
    for (const form of FORMS) expect(told).not.toContain(form);
  });

  it('is said of upstreams that were told those secrets', () => {
    const sent = JSON.stringify(upstream.seen.map(({ headers }) => headers));
    for (const secret of [SECRETS.token, SECRETS.header, SECRETS.kubernetes]) expect(sent).toContain(secret);
    expect(sent).toContain(Buffer.from(`ann:${SECRETS.password}`).toString('base64'));
  });
});
