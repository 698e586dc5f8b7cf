import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../prometheus/make-certificates';
import { MemoryObjectStore } from './memory-store';
import { startKubernetesServer, type KubernetesServer } from './server';

let folder: string;
let server: KubernetesServer;
let caFile: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-users-'));
  const certificates = await makeCertificates(folder, 'api.telltale.test');
  caFile = certificates.caFile;
  server = await startKubernetesServer({
    store: new MemoryObjectStore({ now: Date.now, seed: 'users' }),
    tls: {
      cert: fs.readFileSync(certificates.server.certFile, 'utf8'),
      key: fs.readFileSync(certificates.server.keyFile, 'utf8'),
    },
    users: [
      { name: 'ann', token: 'token-of-ann', groups: ['sellers'] },
      { name: 'telltale', token: 'token-of-telltale', groups: ['reviewers'] },
      { name: 'bob', token: 'token-of-bob', groups: [] },
    ],
    grants: [
      { kind: 'Group', name: 'sellers', namespaces: ['shop', 'pay'] },
      { kind: 'User', name: 'bob', namespaces: 'all' },
    ],
  });
});

afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

/** The stock kubectl with a token, over TLS: it sends tokens over nothing else. */
function kubectl(token: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const connection = ['--server', server.url, '--certificate-authority', caFile, '--token', token];
  const env = { ...process.env, HOME: folder, KUBECONFIG: '/dev/null', NO_PROXY: '127.0.0.1' };
  return new Promise((resolve, reject) => {
    execFile('kubectl', [...connection, ...args], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      if (error !== null && error.code === 'ENOENT')
        reject(new Error('These tests need kubectl on the PATH.'));
      else
        resolve({
          code: typeof error?.code === 'number' ? error.code : 0,
          text: `${stdout}${stderr}`.trim(),
        });
    });
  });
}

describe('users of the embedded API server', () => {
  it.each([
    ['token-of-ann', ['list', 'services', '-n', 'shop'], 'yes'],
    ['token-of-ann', ['watch', 'virtualservices.networking.istio.io', '-n', 'pay'], 'yes'],
    ['token-of-ann', ['list', 'services', '-n', 'post'], 'no'],
    ['token-of-ann', ['list', 'services', '--all-namespaces'], 'no'],
    ['token-of-ann', ['delete', 'services', '-n', 'shop'], 'no'],
    ['token-of-ann', ['get', 'secrets', '-n', 'shop'], 'no'],
    ['token-of-bob', ['list', 'services', '--all-namespaces'], 'yes'],
    ['token-of-bob', ['create', 'subjectaccessreviews.authorization.k8s.io'], 'no'],
  ])('kubectl auth can-i with %s: %j is answered %s', async (token, question, answer) => {
    const { text } = await kubectl(token, 'auth', 'can-i', ...question);
    expect(
      text
        .split('\n')
        .findLast((line) => !line.startsWith('Warning:'))
        ?.split(' ')[0],
    ).toBe(answer);
  });

  it('read what they may, and are refused the rest by name', async () => {
    expect((await kubectl('token-of-ann', 'get', 'services', '-n', 'shop')).code).toBe(0);
    const refused = await kubectl('token-of-ann', 'get', 'services', '-A');
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain(
      'User "ann" cannot list resource "services" in API group "" at the cluster scope',
    );
  });

  it('are nobody with a token that was never given out', async () => {
    const { code, text } = await kubectl('token-of-eve', 'get', 'services', '-n', 'shop');
    expect(code).not.toBe(0);
    expect(text).toMatch(/Unauthorized|must be logged in/);
  });

  it('may ask about others only where they may create such reviews', async () => {
    const review = path.join(folder, 'review.yaml');
    fs.writeFileSync(
      review,
      'apiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec: {user: ann, groups: [sellers], resourceAttributes: {verb: list, resource: services, namespace: shop}}\n',
    );
    const create = ['create', '-f', review, '-o', 'jsonpath={.status.allowed}', '--validate=false'];
    const { code, text } = await kubectl('token-of-ann', ...create);
    expect(code).not.toBe(0);
    expect(text).toContain('cannot create resource "subjectaccessreviews"');
  });
});
