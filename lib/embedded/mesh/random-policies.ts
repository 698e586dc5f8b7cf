import fc from 'fast-check';
import type { KubernetesObject } from '../kubernetes/object-store';
import { http, tcp } from '../worlds/behaviour-recipe';
import type { OutgoingCall } from '../worlds/world';
import { at } from './facts-world';
import { randomMesh, type RandomMesh } from './random-mesh';

// Meshes with policies between their workloads, and policies to apply to them, for tests.

const namespace = fc.constantFrom('a', 'b', 'c');
/** The namespace of one of the servers, or the root namespace. */
const nearServer = fc.constantFrom('istio-system', 's0', 's1', 's2', 's0', 's1', 's2');
const client = fc.constantFrom('c0', 'c1', 'c2', 'c3');
const principal = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(namespace, client).map(([place, name]) => `cluster.local/ns/${place}/sa/${name}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('*', 'cluster.local/ns/a/*', '*/sa/c0', 'other/ns/a/sa/c0') },
);

function some(value: fc.Arbitrary<string>) {
  return fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
}

const source = fc.oneof(
  some(principal).map((principals) => ({ principals })),
  some(principal).map((notPrincipals) => ({ notPrincipals })),
  some(fc.constantFrom('a', 'b', 'c', '*')).map((namespaces) => ({ namespaces })),
  some(namespace).map((notNamespaces) => ({ notNamespaces })),
  some(fc.tuple(namespace, client).map(([place, name]) => `${place}/${name}`)).map((serviceAccounts) => ({
    serviceAccounts,
  })),
  fc.constant({ trustDomains: ['cluster.local'] }),
  fc.constant({ requestPrincipals: ['*'] }),
  fc.constant({ notRequestPrincipals: ['*'] }),
);
const operation = fc.oneof(
  some(fc.constantFrom('8080', '8081', '80')).map((ports) => ({ ports })),
  fc.constantFrom('8080', '8081').map((port) => ({ notPorts: [port] })),
  fc.constantFrom('/', '/x', '/{*}', '*').map((path) => ({ paths: [path] })),
  fc.constantFrom('GET', 'POST').map((method) => ({ methods: [method] })),
  fc.record({ paths: fc.constant(['/x']), ports: fc.constant(['8080']) }),
);
const condition = fc.constantFrom(
  { key: 'source.namespace', values: ['a'] },
  { key: 'source.principal', notValues: ['*/sa/c1'] },
  { key: 'destination.port', values: ['8080'] },
  { key: 'request.headers[x-a]', values: ['1'] },
);

const rule = fc.record(
  {
    from: fc.array(
      source.map((fields) => ({ source: fields })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.map((fields) => ({ operation: fields })),
      { minLength: 1, maxLength: 2 },
    ),
    when: fc.array(condition, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const authorization = fc
  .record({
    namespace: nearServer,
    name: fc.constantFrom('u', 'v'),
    target: fc.constantFrom(undefined, undefined, 's0', 's1', 's2'),
    action: fc.constantFrom(undefined, 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT'),
    rules: fc.array(rule, { maxLength: 2 }),
    dryRun: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ namespace: place, name, target, action, rules, dryRun }) =>
    at(
      `${place}/${name}`,
      'AuthorizationPolicy',
      {
        ...(target === undefined ? {} : { selector: { matchLabels: { app: target } } }),
        ...(action === undefined ? {} : { action }),
        ...(rules.length === 0 ? {} : { rules }),
      },
      dryRun ? { annotations: { 'istio.io/dry-run': 'true' } } : {},
    ),
  );

const peerMode = fc.constantFrom('STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');
const peerAuthentication = fc
  .record({
    namespace: nearServer,
    name: fc.constantFrom('default', 'p'),
    target: fc.constantFrom(undefined, 's0', 's1', 's2'),
    mode: peerMode,
    port: fc.option(peerMode, { nil: undefined }),
  })
  .map(({ namespace: place, name, target, mode, port }) =>
    at(`${place}/${name}`, 'PeerAuthentication', {
      ...(target === undefined ? {} : { selector: { matchLabels: { app: target } } }),
      mtls: { mode },
      ...(target === undefined || port === undefined ? {} : { portLevelMtls: { 8081: { mode: port } } }),
    }),
  );

const destinationRule = fc
  .record({
    namespace,
    name: fc.constantFrom('x', 'z'),
    host: fc.constantFrom('s0', 's1', 's2', '*.local'),
    mode: fc.constantFrom('DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'),
  })
  .map(({ namespace: own, name, host, mode }) =>
    at(`${own}/${name}`, 'DestinationRule', {
      host: host.startsWith('*') ? host : `${host}.${host}.svc.cluster.local`,
      trafficPolicy: { tls: { mode } },
    }),
  );

const placeOf = ({ kind, metadata: { namespace: place, name } }: KubernetesObject) =>
  `${kind} ${place}/${name}`;

const randomDocuments: fc.Arbitrary<KubernetesObject[]> = fc.uniqueArray(
  fc.oneof(
    { weight: 5, arbitrary: authorization },
    { weight: 2, arbitrary: peerAuthentication },
    { weight: 1, arbitrary: destinationRule },
  ),
  { minLength: 1, maxLength: 2, selector: placeOf },
);

/** Names of servers that stand for their namespaces are replaced by these. */
function settle({ servers }: RandomMesh, documents: readonly KubernetesObject[]): KubernetesObject[] {
  const namespaceOf = (name: string) => servers[Number(name.slice(1))]?.split('/')[0] ?? name;
  const settled = documents.map((document): KubernetesObject => {
    const { namespace: own = '', ...metadata } = document.metadata;
    const text = JSON.stringify(document['spec']).replace(
      /(s\d)\.s\d\.svc/g,
      (_, name: string) => `${name}.${namespaceOf(name)}.svc`,
    );
    const spec: unknown = JSON.parse(text);
    const place = own.startsWith('s') ? namespaceOf(own) : own;
    return { ...document, metadata: { ...metadata, namespace: place }, spec };
  });
  return [...new Map(settled.map((one) => [placeOf(one), one])).values()];
}

/** A mesh, and what somebody wants to apply to it. */
export interface PolicyMesh extends RandomMesh {
  readonly documents: readonly KubernetesObject[];
  /** By client: what it calls. */
  readonly outgoing: Readonly<Record<string, readonly OutgoingCall[]>>;
}

/** A mesh of which some has policies already, and some of which calls are TCP. */
export const policyMesh: fc.Arbitrary<PolicyMesh> = fc
  .record({
    mesh: randomMesh,
    policies: fc.uniqueArray(authorization, { maxLength: 2, selector: placeOf }),
    documents: randomDocuments,
    isSecondTcp: fc.boolean(),
    isPlain: fc.boolean(),
    shapes: fc.array(fc.tuple(fc.constantFrom('/', '/x'), fc.constantFrom('GET', 'POST')), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ mesh, policies, documents, isSecondTcp, isPlain, shapes }) => {
    const outgoing: Record<string, readonly OutgoingCall[]> = {};
    const apps = Object.fromEntries(
      Object.entries(mesh.facts.apps).map(([place, app], index) => {
        const [path = '/', method = 'GET'] = shapes[index % shapes.length] ?? [];
        const calls = (app.calls ?? []).map((call) =>
          isSecondTcp && call.port === 81
            ? { ...tcp(call.host, 1, 100, 200), port: 81 }
            : http(call.host, path, 1, { method, ...(call.port === undefined ? {} : { port: call.port }) }),
        );
        outgoing[place] = calls;
        const ports = (app.ports ?? []).map((port) =>
          isSecondTcp && port.port === 81 ? { ...port, name: 'tcp-second' } : port,
        );
        return [place, { ...app, calls, ports }];
      }),
    );
    // A mesh full of policies and rules hides what one more does.
    const config = isPlain ? [] : (mesh.facts.config ?? []);
    const facts = { ...mesh.facts, apps, config: [...config, ...settle(mesh, policies)] };
    return { ...mesh, facts, outgoing, documents: settle(mesh, documents) };
  });
