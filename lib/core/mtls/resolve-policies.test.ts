import { describe, expect, it } from 'vitest';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { indexPolicies } from './index-policies';
import {
  modeAt,
  resolveMesh,
  resolveNamespace,
  resolvePolicies,
  type PolicySubject,
} from './resolve-policies';
import { policy, rawPolicy } from './sample-policies';

const API: PolicySubject = { namespace: 'shop', labels: { app: 'api', version: 'v1' } };
const ROOT = 'istio-system';

const resolve = (policies: readonly PeerAuthenticationView[], root = ROOT, subject = API) =>
  resolvePolicies(indexPolicies(policies, root), subject);

const api = { app: 'api' };

type Case = readonly [
  title: string,
  policies: readonly PeerAuthenticationView[],
  mode: string,
  decidedBy: string,
];

const DEFAULT = 'IstioDefault default';

/** Each policy is written as `namespace/name`, and decides as `PeerAuthentication <level> namespace/name`. */
const CASES: readonly Case[] = [
  ['nothing is PERMISSIVE', [], 'PERMISSIVE', DEFAULT],
  ...(['STRICT', 'PERMISSIVE', 'DISABLE'] as const).flatMap((mode): Case[] => [
    [`the mesh says ${mode}`, [policy('istio-system/default', { mode })], mode, 'mesh istio-system/default'],
    [`the namespace says ${mode}`, [policy('shop/default', { mode })], mode, 'namespace shop/default'],
    [`the workload's says ${mode}`, [policy('shop/api', { mode, select: api })], mode, 'workload shop/api'],
  ]),
  ...(['STRICT', 'PERMISSIVE', 'DISABLE'] as const).flatMap((mesh) =>
    (['STRICT', 'PERMISSIVE', 'DISABLE'] as const).flatMap((own): Case[] => [
      [
        `the namespace's ${own} goes before the mesh's ${mesh}`,
        [policy('istio-system/default', { mode: mesh }), policy('shop/default', { mode: own })],
        own,
        'namespace shop/default',
      ],
      [
        `the workload's ${own} goes before the namespace's ${mesh}`,
        [policy('shop/default', { mode: mesh }), policy('shop/api', { mode: own, select: api })],
        own,
        'workload shop/api',
      ],
      [
        `the workload's ${own} goes before the mesh's ${mesh}`,
        [policy('istio-system/default', { mode: mesh }), policy('shop/api', { mode: own, select: api })],
        own,
        'workload shop/api',
      ],
    ]),
  ),
  [
    'an unset workload inherits from the namespace',
    [policy('shop/default', { mode: 'STRICT' }), policy('shop/api', { select: api })],
    'STRICT',
    'namespace shop/default',
  ],
  [
    'an unset workload and an unset namespace inherit from the mesh',
    [
      policy('istio-system/default', { mode: 'STRICT' }),
      policy('shop/default', { mode: 'UNSET' }),
      policy('shop/api', { mode: 'UNSET', select: api }),
    ],
    'STRICT',
    'mesh istio-system/default',
  ],
  ['an unset mesh is PERMISSIVE', [policy('istio-system/default', { mode: 'UNSET' })], 'PERMISSIVE', DEFAULT],
  ['an mtls without a mode is unset', [rawPolicy('shop/default', { mtls: {} })], 'PERMISSIVE', DEFAULT],
  ['a policy without a spec is unset', [rawPolicy('shop/default', undefined)], 'PERMISSIVE', DEFAULT],
  [
    'the oldest of a namespace counts',
    [policy('shop/a', { mode: 'DISABLE', age: 2 }), policy('shop/b', { mode: 'STRICT', age: 1 })],
    'STRICT',
    'namespace shop/b',
  ],
  [
    'the oldest of a namespace counts even when it is unset',
    [policy('shop/a', { mode: 'STRICT', age: 2 }), policy('shop/b', { mode: 'UNSET', age: 1 })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'the oldest of a namespace that is unset hands on to the mesh',
    [
      policy('istio-system/x', { mode: 'DISABLE' }),
      policy('shop/a', { mode: 'STRICT', age: 2 }),
      policy('shop/b', { mode: 'UNSET', age: 1 }),
    ],
    'DISABLE',
    'mesh istio-system/x',
  ],
  [
    'the oldest of the mesh counts',
    [
      policy('istio-system/a', { mode: 'DISABLE', age: 9 }),
      policy('istio-system/b', { mode: 'STRICT', age: 3 }),
    ],
    'STRICT',
    'mesh istio-system/b',
  ],
  [
    'the oldest of the mesh counts even when it is unset',
    [policy('istio-system/a', { mode: 'STRICT', age: 9 }), policy('istio-system/b', { age: 3 })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'the oldest that selects a workload counts',
    [
      policy('shop/a', { mode: 'DISABLE', select: api, age: 5 }),
      policy('shop/b', { mode: 'STRICT', select: { version: 'v1' }, age: 4 }),
    ],
    'STRICT',
    'workload shop/b',
  ],
  [
    'the oldest that selects a workload counts even when it is unset',
    [
      policy('shop/default', { mode: 'DISABLE' }),
      policy('shop/a', { mode: 'STRICT', select: api, age: 5 }),
      policy('shop/b', { select: api, age: 4 }),
    ],
    'DISABLE',
    'namespace shop/default',
  ],
  [
    'an older policy that does not select the workload means nothing to it',
    [
      policy('shop/a', { mode: 'DISABLE', select: { app: 'web' }, age: 1 }),
      policy('shop/b', { mode: 'STRICT', select: api, age: 4 }),
    ],
    'STRICT',
    'workload shop/b',
  ],
  [
    'of two as old the first by name counts',
    [policy('shop/b', { mode: 'DISABLE' }), policy('shop/a', { mode: 'STRICT' })],
    'STRICT',
    'namespace shop/a',
  ],
  [
    'a time of another zone is the same time',
    [
      {
        ...policy('shop/a', { mode: 'DISABLE' }),
        createdAt: '2026-01-02T01:00:00+02:00',
      },
      { ...policy('shop/b', { mode: 'STRICT' }), createdAt: '2026-01-01T22:00:00Z' },
    ],
    'STRICT',
    'namespace shop/b',
  ],
  [
    'a policy whose age nobody knows is the youngest',
    [
      { ...policy('shop/a', { mode: 'DISABLE' }), createdAt: 'yesterday' },
      policy('shop/b', { mode: 'STRICT', age: 300 }),
    ],
    'STRICT',
    'namespace shop/b',
  ],
  [
    'a selector must match all its labels',
    [policy('shop/api', { mode: 'STRICT', select: { app: 'api', version: 'v2' } })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'a selector is for its own namespace only',
    [policy('other/api', { mode: 'STRICT', select: api })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    "another namespace's policy means nothing",
    [policy('other/default', { mode: 'STRICT' })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'a selector in the root namespace is ignored',
    [policy('istio-system/api', { mode: 'STRICT', select: api })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'a selector in the root namespace does not shadow the policy of the mesh',
    [
      policy('istio-system/api', { mode: 'DISABLE', select: api, age: 0 }),
      policy('istio-system/default', { mode: 'STRICT', age: 3 }),
    ],
    'STRICT',
    'mesh istio-system/default',
  ],
  [
    'an empty selector is none: for the namespace',
    [rawPolicy('shop/x', { selector: {}, mtls: { mode: 'STRICT' } })],
    'STRICT',
    'namespace shop/x',
  ],
  [
    'empty matchLabels are none: for the namespace',
    [rawPolicy('shop/x', { selector: { matchLabels: {} }, mtls: { mode: 'STRICT' } })],
    'STRICT',
    'namespace shop/x',
  ],
  [
    'an empty selector is none: for the mesh',
    [rawPolicy('istio-system/x', { selector: {}, mtls: { mode: 'STRICT' } })],
    'STRICT',
    'mesh istio-system/x',
  ],
  [
    'empty matchLabels are none: for the mesh',
    [rawPolicy('istio-system/x', { selector: { matchLabels: {} }, mtls: { mode: 'STRICT' } })],
    'STRICT',
    'mesh istio-system/x',
  ],
  [
    'an empty selector is as old as any policy of the namespace',
    [
      rawPolicy('shop/x', { selector: { matchLabels: {} }, mtls: { mode: 'STRICT' } }, 1),
      policy('shop/default', { mode: 'DISABLE', age: 2 }),
    ],
    'STRICT',
    'namespace shop/x',
  ],
  [
    'port settings without a selector decide nothing',
    [policy('shop/default', { ports: { 8080: 'STRICT' } })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'a policy that cannot be read is left out',
    [rawPolicy('shop/default', { selector: { matchLabels: { app: 7 } }, mtls: { mode: 'STRICT' } })],
    'PERMISSIVE',
    DEFAULT,
  ],
  [
    'a mode that Istio does not know leaves the policy out',
    [
      policy('istio-system/default', { mode: 'STRICT' }),
      rawPolicy('shop/default', { mtls: { mode: 'strict' } }),
    ],
    'STRICT',
    'mesh istio-system/default',
  ],
  [
    'an older policy that cannot be read shadows nobody',
    [rawPolicy('shop/a', { mtls: [] }, 0), policy('shop/b', { mode: 'STRICT', age: 5 })],
    'STRICT',
    'namespace shop/b',
  ],
];

describe('the mode of a workload', () => {
  it.each(CASES)('%s', (_title, policies, mode, decidedBy) => {
    for (const given of [policies, policies.toReversed()]) {
      const resolution = resolve(given);
      const { kind, level, namespace, name } = resolution.decidedBy;
      expect(resolution.mode).toBe(mode);
      expect(kind === 'PeerAuthentication' ? `${level} ${namespace}/${name}` : `${kind} ${level}`).toBe(
        decidedBy,
      );
    }
  });

  it('follows another root namespace', () => {
    const policies = [
      policy('istio-system/default', { mode: 'DISABLE' }),
      policy('mesh-config/default', { mode: 'STRICT' }),
    ];
    expect(resolve(policies, 'mesh-config').mode).toBe('STRICT');
    expect(resolve(policies, 'istio-system').mode).toBe('DISABLE');
  });

  it('of the root namespace is that of the mesh, whatever selects it there', () => {
    const gateway = { namespace: ROOT, labels: { app: 'gateway' } };
    const policies = [
      policy('istio-system/default', { mode: 'STRICT' }),
      policy('istio-system/gateway', { mode: 'DISABLE', select: { app: 'gateway' } }),
    ];
    const resolution = resolve(policies, ROOT, gateway);
    expect(resolution.mode).toBe('STRICT');
    expect(resolution.trail.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['default', 'decides'],
      ['gateway', 'ignored'],
    ]);
  });
});

describe('the mode of a port', () => {
  const at = (policies: readonly PeerAuthenticationView[], port: number) => {
    const { mode, decidedBy } = modeAt(resolve(policies), port);
    return [mode, decidedBy.level, decidedBy.name];
  };
  const namespaced = policy('shop/default', { mode: 'STRICT' });

  it.each([
    [
      "is the port's own",
      [namespaced, policy('shop/api', { mode: 'STRICT', select: api, ports: { 8080: 'DISABLE' } })],
      ['DISABLE', 'port', 'api'],
    ],
    [
      "is the workload's where the port is not named",
      [namespaced, policy('shop/api', { mode: 'PERMISSIVE', select: api, ports: { 9090: 'DISABLE' } })],
      ['PERMISSIVE', 'workload', 'api'],
    ],
    [
      'is inherited where the port is unset',
      [namespaced, policy('shop/api', { mode: 'PERMISSIVE', select: api, ports: { 8080: 'UNSET' } })],
      ['PERMISSIVE', 'workload', 'api'],
    ],
    [
      'is inherited over two levels where port and workload are unset',
      [namespaced, policy('shop/api', { select: api, ports: { 8080: 'UNSET' } })],
      ['STRICT', 'namespace', 'default'],
    ],
    [
      'is inherited where its entry is empty',
      [namespaced, rawPolicy('shop/api', { selector: { matchLabels: api }, portLevelMtls: { 8080: {} } })],
      ['STRICT', 'namespace', 'default'],
    ],
    [
      'is its own where the workload leaves the mode open',
      [namespaced, policy('shop/api', { select: api, ports: { 8080: 'PERMISSIVE' } })],
      ['PERMISSIVE', 'port', 'api'],
    ],
    [
      'is its own without any other policy',
      [policy('shop/api', { select: api, ports: { 8080: 'STRICT' } })],
      ['STRICT', 'port', 'api'],
    ],
    [
      'is not that of a policy that is shadowed',
      [
        policy('shop/old', { mode: 'STRICT', select: api, age: 1 }),
        policy('shop/young', { select: api, ports: { 8080: 'DISABLE' }, age: 2 }),
      ],
      ['STRICT', 'workload', 'old'],
    ],
    [
      'is not that of a shadowed policy even where the older one leaves everything open',
      [
        namespaced,
        policy('shop/old', { select: api, age: 1 }),
        policy('shop/young', { select: api, ports: { 8080: 'DISABLE' }, age: 2 }),
      ],
      ['STRICT', 'namespace', 'default'],
    ],
    [
      'is not that of a policy without a selector',
      [policy('shop/default', { mode: 'STRICT', ports: { 8080: 'DISABLE' } })],
      ['STRICT', 'namespace', 'default'],
    ],
    [
      'is not that of the policy of the mesh',
      [policy('istio-system/default', { mode: 'STRICT', ports: { 8080: 'DISABLE' } })],
      ['STRICT', 'mesh', 'default'],
    ],
    [
      'is not that of an ignored policy of the root namespace',
      [policy('istio-system/api', { mode: 'STRICT', select: api, ports: { 8080: 'DISABLE' } })],
      ['PERMISSIVE', 'default', undefined],
    ],
  ] as const)('%s', (_title, policies, expected) => {
    expect(at(policies, 8080)).toEqual(expected);
  });

  it('without a number is that of all ports nobody names', () => {
    const resolution = resolve([
      policy('shop/api', { mode: 'STRICT', select: api, ports: { 8080: 'DISABLE' } }),
    ]);
    expect(modeAt(resolution, undefined).mode).toBe('STRICT');
  });
});

describe('the trail', () => {
  const told = (policies: readonly PeerAuthenticationView[]) =>
    resolve(policies).trail.map(({ namespace, name, verdict }) => `${namespace}/${name} ${verdict}`);

  it('names every policy considered, the most specific level first', () => {
    expect(
      told([
        policy('istio-system/default', { mode: 'STRICT' }),
        policy('istio-system/late', { mode: 'DISABLE', age: 4 }),
        policy('istio-system/api', { mode: 'DISABLE', select: api }),
        policy('shop/default', { mode: 'PERMISSIVE' }),
        policy('shop/late', { mode: 'STRICT', age: 2 }),
        policy('shop/api', { mode: 'DISABLE', select: api }),
        policy('shop/api-late', { mode: 'STRICT', select: api, age: 3 }),
        policy('shop/web', { mode: 'STRICT', select: { app: 'web' } }),
        rawPolicy('shop/odd', 'nothing'),
      ]),
    ).toEqual([
      'shop/api decides',
      'shop/api-late shadowed',
      'shop/default overridden',
      'shop/late shadowed',
      'istio-system/default overridden',
      'istio-system/late shadowed',
      'istio-system/api ignored',
      'shop/odd malformed',
    ]);
  });

  it.each([
    ['a policy that leaves the mode open', [policy('shop/default')], 'shop/default inherits'],
    [
      'a policy for ports only',
      [policy('shop/api', { select: api, ports: { 8080: 'STRICT' } })],
      'shop/api decidesPorts',
    ],
  ])('tells of %s', (_title, policies, expected) => {
    expect(told(policies)).toEqual([expected]);
  });

  it.each([
    [
      'an older policy counts',
      [policy('shop/a', { mode: 'STRICT', age: 1 }), policy('shop/b', { mode: 'DISABLE', age: 2 })],
      'shop/a is older, and only one policy for the namespace counts.',
    ],
    [
      'a policy of the same age counts',
      [policy('shop/a', { mode: 'STRICT' }), policy('shop/b', { mode: 'DISABLE' })],
      'shop/a is as old and comes first by name, and only one policy for the namespace counts.',
    ],
    [
      'an older policy counts that leaves the mode open',
      [policy('shop/a', { age: 1 }), policy('shop/b', { mode: 'STRICT', age: 2 })],
      'shop/a is older, and only one policy for the namespace counts, even though it leaves the mode open.',
    ],
    [
      'a selector stands in the root namespace',
      [policy('istio-system/b', { mode: 'STRICT', select: api })],
      'A policy with a selector has no effect on mutual TLS in the root namespace istio-system.',
    ],
    [
      'another one is more specific',
      [policy('shop/default', { mode: 'STRICT' }), policy('istio-system/b', { mode: 'DISABLE' })],
      'shop/default is more specific and goes before it.',
    ],
    [
      'it cannot be read',
      [rawPolicy('shop/b', { mtls: { mode: 'LOOSE' } })],
      'It is left out: spec.mtls.mode must be one of UNSET, DISABLE, PERMISSIVE, STRICT.',
    ],
    [
      'it names ports without a selector',
      [policy('shop/b', { mode: 'STRICT', ports: { 80: 'DISABLE' } })],
      'shop/b says STRICT for the namespace. Its settings for ports have no effect without a selector.',
    ],
  ])('says why: %s', (_title, policies, reason) => {
    expect(resolve(policies).trail.find(({ name }) => name === policies.at(-1)?.name)?.reason).toBe(reason);
  });

  it('says what a policy says', () => {
    const { trail } = resolve([
      policy('shop/api', { mode: 'STRICT', select: api, ports: { 9090: 'DISABLE', 80: 'UNSET' } }),
    ]);
    expect(trail[0]?.says).toBe('STRICT, port 80 UNSET, port 9090 DISABLE');
  });
});

describe('the mode of a namespace and of the mesh', () => {
  it.each([
    [
      'takes no notice of workloads',
      [policy('shop/api', { mode: 'STRICT', select: api })],
      'PERMISSIVE',
      'PERMISSIVE',
    ],
    ['is its own', [policy('shop/default', { mode: 'DISABLE' })], 'DISABLE', 'PERMISSIVE'],
    ['is inherited', [policy('istio-system/default', { mode: 'STRICT' })], 'STRICT', 'STRICT'],
    [
      'is inherited where it is unset',
      [policy('istio-system/default', { mode: 'STRICT' }), policy('shop/default')],
      'STRICT',
      'STRICT',
    ],
  ])('%s', (_title, policies, ofNamespace, ofMesh) => {
    const index = indexPolicies(policies, ROOT);
    expect(resolveNamespace(index, 'shop').mode).toBe(ofNamespace);
    expect(resolveMesh(index).mode).toBe(ofMesh);
  });
});

describe('policies that cannot be read', () => {
  const hidden = (hiddenIn: string[], ...policies: readonly PeerAuthenticationView[]) =>
    resolvePolicies(indexPolicies(policies, ROOT, { known: true, hiddenIn }), API);

  it('leave the mode unknown where none can be', () => {
    const resolution = resolvePolicies(indexPolicies([], ROOT, { known: false }), API);
    expect(resolution.mode).toBe('UNKNOWN');
    expect(resolution.decidedBy.reason).toBe('The PeerAuthentications of shop cannot be read.');
  });

  it('leave the mode unknown where those of its namespace cannot be', () => {
    expect(hidden(['shop'], policy('istio-system/default', { mode: 'STRICT' })).mode).toBe('UNKNOWN');
  });

  it('leave the mode unknown where those of the mesh cannot be and nothing else decides', () => {
    expect(hidden(['istio-system']).mode).toBe('UNKNOWN');
  });

  it('of the mesh do not matter where the namespace decides', () => {
    expect(hidden(['istio-system'], policy('shop/default', { mode: 'STRICT' })).mode).toBe('STRICT');
  });

  it('of the mesh do not matter to a port that has its own', () => {
    const own = policy('shop/api', { select: api, ports: { 8080: 'STRICT' } });
    const resolution = hidden(['istio-system'], own);
    expect([resolution.mode, modeAt(resolution, 8080).mode]).toEqual(['UNKNOWN', 'STRICT']);
  });

  it('of other namespaces do not matter', () => {
    expect(hidden(['other']).mode).toBe('PERMISSIVE');
  });

  it('are all that lie outside the namespaces that are read', () => {
    const sight = { known: true, onlyIn: ['shop'] };
    const policies = [policy('shop/default', { mode: 'STRICT' })];
    expect(resolvePolicies(indexPolicies(policies, ROOT, sight), API).mode).toBe('STRICT');
    expect(resolvePolicies(indexPolicies([], ROOT, sight), API).mode).toBe('UNKNOWN');
  });
});
