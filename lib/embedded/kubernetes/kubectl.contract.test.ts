import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessRequest } from './api-context';
import { runControllers } from './controllers';
import { readString } from './json-value';
import { writeKubeconfig } from './kubeconfig';
import { MemoryObjectStore } from './memory-store';
import { startKubernetesServer, type KubernetesServer } from './server';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

let home: string;
/** The minor version of the kubectl on the PATH: what it knows decides what is asserted, never whether. */
let clientMinor: number;
let store: MemoryObjectStore;
let server: KubernetesServer;
let stopControllers: () => void;
let isAllowed: (request: AccessRequest) => boolean = () => true;

/** A home of its own keeps kubectl from the user's configuration and caches. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, HOME: home, KUBECONFIG: path.join(home, 'config'), NO_PROXY: '127.0.0.1' };
}

/** Runs the stock kubectl; a kubectl that is not there fails the test. */
function run(args: string[], input?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'kubectl',
      args,
      { env: environment(), timeout: 30_000 },
      (error, stdout, stderr) => {
        if (error !== null && 'code' in error && error.code === 'ENOENT') {
          reject(new Error('These tests need kubectl on the PATH.'));
        } else if (error?.killed === true) {
          reject(new Error(`kubectl ${args.join(' ')} did not end: ${stdout}${stderr}`));
        } else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.end(input ?? '');
  });
}

async function kubectl(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} failed: ${stderr}${stdout}`);
  return stdout;
}

async function readClientMinor(): Promise<number> {
  const answer: unknown = JSON.parse(await kubectl('version', '--client', '-o', 'json'));
  const minor = Number.parseInt(readString(answer, 'clientVersion', 'minor'), 10);
  if (Number.isNaN(minor)) throw new Error(`kubectl does not tell its version: ${JSON.stringify(answer)}`);
  return minor;
}

const rule = (host: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: quay, namespace: harbour, labels: { team: sea } }
spec: { hosts: [${host}], http: [{ route: [{ destination: { host: quay } }] }] }
`;

const deployment = (image: string, extra = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: lamp, namespace: harbour }
spec:
  replicas: 1
  selector: { matchLabels: { app: lamp } }
  template:
    metadata: { labels: { app: lamp } }
    spec:
      containers:
        - { name: lamp, image: '${image}', env: [{ name: A, value: '1' }] }
${extra}`;

async function writeManifest(name: string, text: string): Promise<string> {
  const file = path.join(home, name);
  await writeFile(file, text);
  return file;
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'telltale-kubectl-'));
  clientMinor = await readClientMinor();
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

beforeEach(async () => {
  isAllowed = () => true;
  store = new MemoryObjectStore();
  store.seed([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'harbour', labels: { 'istio-injection': 'enabled' } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'quay', namespace: 'harbour' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'quay' } },
        template: {
          metadata: { labels: { app: 'quay', version: 'v1' } },
          spec: { containers: [{ name: 'quay', image: 'quay:1', ports: [{ containerPort: 8080 }] }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'quay', namespace: 'harbour' },
      spec: { selector: { app: 'quay' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'quay', namespace: 'harbour', labels: { team: 'sea' } },
      spec: { hosts: ['quay'] },
    },
  ]);
  stopControllers = runControllers(store);
  server = await startKubernetesServer({ store, authorize: (request) => isAllowed(request) });
  await writeFile(path.join(home, 'config'), writeKubeconfig(server.url, { namespace: 'harbour' }));
  return async () => {
    stopControllers();
    await server.close();
    await rm(path.join(home, '.kube'), { recursive: true, force: true });
  };
});

function readRule(): Record<string, unknown> | undefined {
  return store.get('virtualservices', 'quay', { namespace: 'harbour' });
}

describe('stock kubectl against the embedded API', () => {
  it('reads version, resource types and raw paths', async () => {
    // Older clients print the whole structure.
    expect(await kubectl('version')).toMatch(
      /Server Version: (v1\.32\.|version\.Info\{Major:"1", Minor:"32")/,
    );
    const types = await kubectl('api-resources');
    expect(types).toMatch(/virtualservices +vs +networking\.istio\.io\/v1 +true +VirtualService/);
    expect(types).not.toContain('secrets');
    expect(await kubectl('get', '--raw', '/readyz')).toBe('ok');
  });

  it('gets objects everywhere, by label, as tables, YAML, JSON and paths', async () => {
    expect(await kubectl('get', 'all', '-A')).toMatch(/deployment\.apps\/quay +3\/3 +3 +3/);
    expect(await kubectl('get', 'pods', '-l', 'app=quay', '-o', 'name')).toMatch(/^(pod\/quay-\S+\n){3}$/);
    const sets = ['app in (quay,lamp),version notin (v2)', 'app,!missing', 'version!=v2'];
    for (const selector of sets)
      expect((await kubectl('get', 'pods', '-l', selector, '-o', 'name')).split('\n')).toHaveLength(4);
    expect(await kubectl('get', 'pods', '-l', 'version in (v2)', '-o', 'name')).toBe('');
    expect(await kubectl('get', 'vs', 'quay', '-o', 'jsonpath={.spec.hosts[0]}')).toBe('quay');
    expect(
      await kubectl('get', 'virtualservices.v1alpha3.networking.istio.io', 'quay', '-o', 'yaml'),
    ).toContain('apiVersion: networking.istio.io/v1alpha3');
    expect(JSON.parse(await kubectl('get', 'ns', '-o', 'json'))).toMatchObject({
      kind: 'List',
      items: [{}, {}],
    });
    expect(await kubectl('get', 'pods', '-o', 'wide')).toMatch(/2\/2 +Running +0 +10\.244\./);
    expect(
      await kubectl('get', 'pods', '--field-selector', 'status.phase=Running', '--sort-by=.metadata.name'),
    ).toContain('quay-');
  });

  it('pages through lists', async () => {
    const paged = await run(['get', 'pods', '--chunk-size=2', '-o', 'name', '-v=6']);
    expect(paged.stdout).toMatch(/^(pod\/quay-\S+\n){3}$/);
    expect(paged.stderr).toMatch(/pods\?continue=\S+&limit=2/);
  });

  it('says what is missing, unknown or contradictory in the words of Kubernetes', async () => {
    expect((await run(['get', 'vs', 'none'])).stderr).toContain(
      'Error from server (NotFound): virtualservices.networking.istio.io "none" not found',
    );
    expect((await run(['get', 'secrets'])).stderr).toContain(
      `the server doesn't have a resource type "secrets"`,
    );
    expect(await kubectl('create', 'ns', 'pier')).toContain('namespace/pier created');
    expect((await run(['create', 'ns', 'harbour'])).stderr).toContain('(AlreadyExists)');
    const made = await run(['create', 'deploy', 'x', '--image=x', '-v=7']);
    const stored = store.get('deployments', 'x', { namespace: 'harbour' });
    // Newer clients send generated objects as protobuf, of which only the simplest kinds are read; older ones as JSON.
    if (made.stderr.includes('Content-Type: application/vnd.kubernetes.protobuf')) {
      expect([made.stderr, stored]).toEqual([expect.stringContaining('as JSON or YAML only'), undefined]);
    } else expect([made.code, stored]).toEqual([0, expect.objectContaining({ kind: 'Deployment' })]);
    expect((await run(['create', 'ns', 'Not_A_Name'])).stderr).toContain('is invalid: metadata.name');
    // Newer clients put the server's refusal into words of their own, older ones pass it on.
    expect((await run(['patch', 'vs', 'quay', '-p', '{}'])).stderr).toMatch(
      /strategic-merge-patch\+json is not supported|\(UnsupportedMediaType\): .* application\/merge-patch\+json/,
    );
    const stale = '{"metadata":{"resourceVersion":"1"},"spec":{"hosts":["x"]}}';
    expect((await run(['patch', 'vs', 'quay', '--type=merge', '-p', stale])).stderr).toContain('(Conflict)');
  });

  it('watches and sees a change', async () => {
    const child = spawn('kubectl', ['get', 'vs', '-w', '--output-watch-events'], { env: environment() });
    try {
      const seen = new Promise<string>((resolve, reject) => {
        let text = '';
        child.once('error', reject);
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes('ADDED'))
            store.patch('virtualservices', 'quay', { spec: { hosts: ['moved'] } }, { namespace: 'harbour' });
          // A line may come in several chunks.
          if (/MODIFIED.*\n/.test(text)) resolve(text);
        });
      });
      expect(await seen).toMatch(/MODIFIED +quay +<none> +\["moved"\]/);
    } finally {
      child.kill();
    }
  });

  it('describes and explains', async () => {
    expect(await kubectl('describe', 'deploy', 'quay')).toContain(
      '3 desired | 3 updated | 3 total | 3 available | 0 unavailable',
    );
    expect(await kubectl('describe', 'pods')).toContain('istio-proxy');
    expect(await kubectl('describe', 'vs', 'quay')).toContain('Hosts:');
    expect(await kubectl('describe', 'svc', 'quay')).toContain('Endpoints:');
    expect(await kubectl('explain', 'virtualservices')).toMatch(/KIND: +VirtualService/);
    expect(await kubectl('explain', 'vs.spec')).toContain('The declared state.');
    const pods = await run(['explain', 'pods']);
    // Before OpenAPI 3 built-in types have no schema here: see the document of OpenAPI 2.
    if (clientMinor >= 27) expect([pods.code, pods.stdout]).toEqual([0, expect.stringMatching(/KIND: +Pod/)]);
    else expect([pods.code, pods.stderr]).toEqual([1, expect.stringContaining("couldn't find resource")]);
  });

  it('takes a misspelt member as the client does: the older refuse it themselves unless told not to', async () => {
    const file = await writeManifest('typo.yaml', rule('quay').replace('spec:', 'spek:'));
    const typo = await run(['apply', '-f', file]);
    if (clientMinor >= 25)
      expect([typo.code, typo.stdout]).toEqual([0, expect.stringContaining('configured')]);
    else expect([typo.code, typo.stderr]).toEqual([1, expect.stringContaining('unknown field "spek"')]);
    expect(await kubectl('apply', '--validate=false', '-f', file)).toContain('virtualservice');
    expect(readRule()).toHaveProperty('spek');
  });

  it('creates, applies, re-applies and shows differences', async () => {
    const lamp = await writeManifest(
      'lamp.yaml',
      deployment('lamp:1', '        - { name: side, image: side:1 }\n'),
    );
    expect(await kubectl('create', '-f', lamp, '--dry-run=server')).toContain('created (server dry run)');
    expect(store.get('deployments', 'lamp', { namespace: 'harbour' })).toBeUndefined();
    expect(await kubectl('apply', '-f', lamp)).toContain('deployment.apps/lamp created');
    expect(await kubectl('apply', '-f', lamp)).toContain('unchanged');
    await writeFile(lamp, deployment('lamp:2'));
    const difference = await run(['diff', '-f', lamp]);
    expect([difference.code, difference.stdout]).toEqual([
      1,
      expect.stringMatching(/-\s+.*image: lamp:1[\s\S]*\+\s+.*image: lamp:2/),
    ]);
    const applied = await run(['apply', '-f', lamp]);
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('configured'), stderr: '' });
    expect(
      await kubectl('get', 'deploy', 'lamp', '-o', 'jsonpath={.spec.template.spec.containers[*].image}'),
    ).toBe('lamp:2');
  });

  it('applies custom resources on the client and on the server', async () => {
    const file = await writeManifest('rule.yaml', rule('first'));
    expect(await kubectl('apply', '-f', file)).toContain('configured');
    await writeFile(file, rule('second'));
    expect(await kubectl('apply', '-f', file, '--dry-run=server')).toContain('configured (server dry run)');
    expect(readRule()?.['spec']).toMatchObject({ hosts: ['first'] });
    expect(await kubectl('apply', '--server-side', '-f', file)).toContain('serverside-applied');
    expect(readRule()?.['spec']).toMatchObject({ hosts: ['second'] });
    await kubectl('delete', '-f', file);
    expect(readRule()).toBeUndefined();
    expect(await kubectl('apply', '--server-side', '-f', file)).toContain('serverside-applied');
    expect(readRule()).toMatchObject({ metadata: { generation: 1, labels: { team: 'sea' } } });
  });

  it('labels, annotates and patches', async () => {
    await kubectl('label', 'vs/quay', 'colour=red');
    await kubectl('annotate', 'vs/quay', 'note=hello there');
    await kubectl('patch', 'vs', 'quay', '--type=merge', '-p', '{"spec":{"gateways":["mesh"]}}');
    await kubectl(
      'patch',
      'vs',
      'quay',
      '--type=json',
      '-p',
      '[{"op":"add","path":"/spec/hosts/-","value":"pier"}]',
    );
    expect(readRule()).toMatchObject({
      metadata: {
        labels: { team: 'sea', colour: 'red' },
        annotations: { note: 'hello there' },
        generation: 3,
      },
      spec: { hosts: ['quay', 'pier'], gateways: ['mesh'] },
    });
    const image = '{"spec":{"template":{"spec":{"containers":[{"name":"quay","image":"quay:2"}]}}}}';
    await kubectl('patch', 'deploy', 'quay', '-p', image);
    expect(await kubectl('get', 'pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')).toBe(
      'quay:2 quay:2 quay:2',
    );
  });

  it('scales, rolls out, rolls back and waits', async () => {
    await kubectl('scale', 'deploy/quay', '--replicas=5');
    expect(store.list('pods', { namespace: 'harbour' })).toHaveLength(5);
    await kubectl('rollout', 'restart', 'deploy/quay');
    expect(await kubectl('rollout', 'status', 'deploy/quay', '--timeout=10s')).toContain(
      'successfully rolled out',
    );
    await kubectl('rollout', 'undo', 'deploy/quay');
    expect(store.list('replicasets', { namespace: 'harbour' })).toHaveLength(2);
    expect(await kubectl('wait', '--for=condition=Available', 'deploy/quay', '--timeout=10s')).toContain(
      'condition met',
    );
    expect(await kubectl('wait', '--for=condition=Ready', 'pods', '--all', '--timeout=10s')).toContain(
      'condition met',
    );
    const replicas = await run(['wait', '--for=jsonpath={.spec.replicas}=5', 'deploy/quay', '--timeout=10s']);
    if (clientMinor >= 23)
      expect([replicas.code, replicas.stdout]).toEqual([0, expect.stringContaining('condition met')]);
    else
      expect([replicas.code, replicas.stderr]).toEqual([
        1,
        expect.stringContaining('unrecognized condition'),
      ]);
    const never = await run(['wait', '--for=condition=Never', 'deploy/quay', '--timeout=1s']);
    expect([never.code, never.stderr]).toEqual([1, expect.stringContaining('timed out')]);
  });

  it('waits for what happens later', async () => {
    const waiting = kubectl('wait', '--for=delete', 'vs/quay', '--timeout=20s');
    setTimeout(() => store.delete('virtualservices', 'quay', { namespace: 'harbour' }), 1000);
    expect(await waiting).toContain('condition met');
  });

  it('deletes one, many and whole namespaces', async () => {
    expect(await kubectl('delete', 'pods', '--all')).toContain('deleted');
    expect(store.list('pods', { namespace: 'harbour' })).toHaveLength(3);
    await kubectl('delete', 'deploy', 'quay');
    expect(store.list('pods', { namespace: 'harbour' })).toEqual([]);
    await kubectl('delete', 'ns', 'harbour');
    expect(readRule()).toBeUndefined();
  });

  it('answers who one is and what one may do, and refuses what the policy denies', async () => {
    isAllowed = ({ verb, resource }) => verb !== 'delete' && resource !== 'nodes';
    const whoami = await run(['auth', 'whoami']);
    if (clientMinor >= 27)
      expect([whoami.code, whoami.stdout]).toEqual([0, expect.stringContaining('telltale-demo')]);
    else
      expect([whoami.code, whoami.stderr]).toEqual([1, expect.stringContaining('unknown command "whoami"')]);
    expect(await kubectl('auth', 'can-i', 'list', 'virtualservices')).toBe('yes\n');
    expect((await run(['auth', 'can-i', 'delete', 'pods'])).stdout).toMatch(/^no/);
    expect(await kubectl('auth', 'can-i', '--list')).toMatch(/virtualservices\.networking\.istio\.io/);
    expect((await run(['get', 'nodes'])).stderr).toContain(
      'Error from server (Forbidden): nodes is forbidden: User "telltale-demo" cannot list resource "nodes" in API group "" at the cluster scope',
    );
    expect((await run(['delete', 'vs', 'quay'])).stderr).toContain('(Forbidden)');
  });

  it('patches the weights of a route', async () => {
    const route = [
      { destination: { host: 'quay', subset: 'v1' }, weight: 90 },
      { destination: { host: 'quay', subset: 'v2' }, weight: 10 },
    ];
    store.patch('virtualservices', 'quay', { spec: { http: [{ route }] } }, { namespace: 'harbour' });
    const patch = [20, 80].map((value, index) => ({
      op: 'replace',
      path: `/spec/http/0/route/${index}/weight`,
      value,
    }));
    await kubectl('patch', 'virtualservice', 'quay', '--type=json', '-p', JSON.stringify(patch));
    const weights = '-o=jsonpath={.spec.http[0].route[*].weight}';
    expect(await kubectl('get', 'virtualservice', 'quay', weights)).toBe('20 80');
  });

  it('creates bare pods that run with a proxy', async () => {
    await kubectl('run', 'probe', '--image=probe:1');
    expect(await kubectl('get', 'pod', 'probe')).toMatch(/probe +2\/2 +Running/);
  });
});
