import { describe, expect, it } from 'vitest';
import { judgeReadiness } from './judge-readiness';
import type { MtlsWorkload } from './mtls-workload';
import { arrival } from './sample-arrivals';
import { pods, policy, rule, service, workload } from './sample-policies';
import { API, contextOf, WEB, type SampleScene } from './sample-scene';
import { printPolicy } from './print-policy';
import type { StrictScope } from './write-policies';

const HOST = 'api.shop.svc.cluster.local';

const NAMESPACE: StrictScope = { kind: 'namespace', namespace: 'shop' };
const WORKLOAD: StrictScope = { kind: 'workload', workload: API };
const PORT: StrictScope = { kind: 'port', workload: API, port: 8080 };
const MESH: StrictScope = { kind: 'mesh' };

const judge = (scene: SampleScene, scope: StrictScope = NAMESPACE) => judgeReadiness(contextOf(scene), scope);
const disable = rule('shop/rule', { host: HOST, trafficPolicy: { tls: { mode: 'DISABLE' } } });
const oneSided = { reporter: 'source', security: 'unknown' } as const;

describe('readiness for STRICT', () => {
  it.each<[string, SampleScene, string]>([
    ['is there where all calls are mutual', { traffic: [arrival('front/web', 'shop/api')] }, 'ready'],
    [
      'is not there where somebody speaks plaintext',
      { traffic: [arrival('front/web', 'shop/api'), arrival('?', 'shop/api', { security: 'plaintext' })] },
      'notReady',
    ],
    ['is unknown where nothing was called', { traffic: [] }, 'unknown'],
    ['is unknown where traffic is not known', {}, 'unknown'],
    [
      'is there where only the caller reports, and what is declared says it will be mutual',
      { traffic: [arrival('front/web', 'shop/api', oneSided)] },
      'ready',
    ],
    [
      'is not there where only the caller reports, and a rule makes it speak plaintext',
      { rules: [disable], traffic: [arrival('front/web', 'shop/api', oneSided)] },
      'notReady',
    ],
    [
      'is unknown where only somebody unknown reports',
      { workloads: [API], traffic: [arrival('front/web', 'shop/api', oneSided)] },
      'unknown',
    ],
    [
      'is unknown where a rule is in the way and nobody was seen to follow it',
      {
        rules: [rule('dock/rule', { host: HOST, trafficPolicy: { tls: { mode: 'DISABLE' } } })],
        workloads: [API, WEB, workload('dock/old')],
        traffic: [arrival('front/web', 'shop/api')],
      },
      'unknown',
    ],
    [
      'is there where such a rule is followed by nobody there is',
      {
        rules: [rule('dock/rule', { host: HOST, trafficPolicy: { tls: { mode: 'DISABLE' } } })],
        traffic: [arrival('front/web', 'shop/api')],
      },
      'ready',
    ],
    [
      'is not there where a captured caller has no way but plaintext',
      {
        workloads: [API, workload('front/web', pods('ambient'))],
        traffic: [arrival('front/web', 'shop/api', { ...oneSided, protocol: 'tcp' })],
      },
      'notReady',
    ],
    [
      'is there where caller and called are captured',
      {
        workloads: [workload('shop/api', pods('ambient')), workload('front/web', pods('ambient'))],
        traffic: [arrival('front/web', 'shop/api', { protocol: 'tcp' })],
      },
      'ready',
    ],
    [
      'is not there where ztunnel sees a connection that it does not call mutual',
      {
        workloads: [workload('shop/api', pods('ambient'))],
        traffic: [arrival('?', 'shop/api', { protocol: 'tcp', security: 'unknown' })],
      },
      'notReady',
    ],
    [
      'is unknown where rules cannot be read',
      { traffic: [arrival('front/web', 'shop/api')], more: { rules: undefined as never } },
      'unknown',
    ],
    [
      'is unknown where policies cannot be read',
      { traffic: [arrival('front/web', 'shop/api')], more: { policySight: { known: false } } },
      'unknown',
    ],
    [
      'is not there where nothing would enforce it',
      { workloads: [workload('shop/api', pods('none'))], traffic: [] },
      'notReady',
    ],
    [
      'is unknown where only gateways are',
      { workloads: [workload('shop/api', pods('gateway'))], traffic: [] },
      'unknown',
    ],
    [
      'is there whatever comes from another cluster by mutual TLS',
      { workloads: [API], traffic: [arrival('west/web', 'shop/api')] },
      'ready',
    ],
    [
      'is not there where plaintext comes from a workload that is gone',
      { workloads: [API], traffic: [arrival('front/gone', 'shop/api', { security: 'plaintext' })] },
      'notReady',
    ],
  ])('%s', (_title, scene, verdict) => {
    expect(judge(scene).verdict).toBe(verdict);
  });

  it.each([NAMESPACE, WORKLOAD, PORT, MESH])('names who would be refused, with the rate: $kind', (scope) => {
    const { blockers } = judge(
      {
        workloads: [API, WEB, workload('backoffice/sync', pods('none'))],
        traffic: [
          arrival('front/web', 'shop/api'),
          arrival('?', 'shop/api', { security: 'plaintext', rate: 0.6 }),
        ],
      },
      scope,
    );
    expect(blockers).toMatchObject([
      {
        kind: 'unknownCaller',
        namespace: 'shop',
        workload: 'api',
        rate: 0.6,
        unit: 'requests',
        suspects: ['backoffice/sync'],
      },
    ]);
  });

  it('names the rule that makes a caller speak plaintext', () => {
    const { blockers } = judge({
      rules: [disable],
      traffic: [arrival('front/web', 'shop/api', { ...oneSided, rate: 2 })],
    });
    expect(blockers).toMatchObject([
      { kind: 'destinationRule', rule: 'shop/rule', caller: { namespace: 'front', name: 'web' }, rate: 2 },
    ]);
    expect(blockers[0]?.reason).toBe(
      'DestinationRule shop/rule asks for DISABLE. The server is STRICT and refuses plaintext.',
    );
  });

  it('does not count twice what the caller and, without its name, the server report', () => {
    const { blockers } = judge({
      rules: [disable],
      traffic: [
        arrival('front/web', 'shop/api', { ...oneSided, rate: 2 }),
        arrival('?', 'shop/api', { security: 'plaintext', rate: 2.05 }),
      ],
    });
    expect(blockers.map(({ kind }) => kind)).toEqual(['destinationRule']);
  });

  it('counts the rest of what nobody accounts for', () => {
    const { blockers } = judge({
      rules: [disable],
      traffic: [
        arrival('front/web', 'shop/api', { ...oneSided, rate: 2 }),
        arrival('?', 'shop/api', { security: 'plaintext', rate: 3 }),
      ],
    });
    expect(blockers.map(({ kind }) => kind)).toEqual(['destinationRule', 'unknownCaller']);
  });

  it('of a port takes no notice of plaintext that must have gone to another', () => {
    const twoPorts = service('shop/api', {
      ports: [
        { port: 80, name: 'http', target: 8080 },
        { port: 81, name: 'http-intake', target: 8081 },
      ],
    });
    const scene = {
      services: [twoPorts],
      policies: [
        policy('shop/api', { mode: 'PERMISSIVE', select: { app: 'api' }, ports: { 8080: 'STRICT' } }),
      ],
      traffic: [arrival('?', 'shop/api', { security: 'plaintext' })],
    };
    expect(judge(scene, { ...PORT, port: 8081 }).verdict).toBe('notReady');
    expect(judge(scene, PORT)).toMatchObject({ verdict: 'ready', isStrict: true });
  });

  it('of a port is unknown where plaintext may have gone to either', () => {
    const twoPorts = service('shop/api', {
      ports: [
        { port: 80, name: 'http', target: 8080 },
        { port: 81, name: 'http-intake', target: 8081 },
      ],
    });
    const scene = { services: [twoPorts], traffic: [arrival('?', 'shop/api', { security: 'plaintext' })] };
    expect(judge(scene, PORT)).toMatchObject({ verdict: 'unknown', blockers: [] });
    expect(judge(scene, WORKLOAD).verdict).toBe('notReady');
  });

  it('of a workload in a namespace that is switched off is not there: clients would not notice', () => {
    const scene = {
      policies: [policy('shop/default', { mode: 'DISABLE' })],
      traffic: [arrival('front/web', 'shop/api', oneSided)],
    };
    expect(judge(scene, WORKLOAD)).toMatchObject({
      verdict: 'notReady',
      blockers: [{ caller: { name: 'web' } }],
    });
    expect(judge(scene, NAMESPACE).verdict).toBe('ready');
  });

  it('holds no call against STRICT that fails already', () => {
    const scene = {
      policies: [
        policy('shop/api', { mode: 'PERMISSIVE', select: { app: 'api' }, ports: { 8080: 'STRICT' } }),
      ],
      rules: [disable],
      traffic: [arrival('front/web', 'shop/api', { ...oneSided, code: '503', flags: 'UC' })],
    };
    expect(judge(scene, WORKLOAD).blockers).toEqual([]);
  });

  it('holds plaintext to pods without a proxy against nobody', () => {
    const mixed = workload('shop/api', pods('sidecar'), pods('none'));
    const scene = { workloads: [mixed, WEB], traffic: [arrival('front/web', 'shop/api')] };
    expect(judge(scene)).toMatchObject({
      verdict: 'ready',
      notes: ['Of shop/api some pods have no proxy: they go on taking plaintext.'],
    });
  });

  it('tells of workloads that nobody called, and of those with a policy of their own', () => {
    const scene = {
      workloads: [API, WEB, workload('shop/idle'), workload('shop/own')],
      policies: [policy('shop/own', { mode: 'PERMISSIVE', select: { app: 'own' } })],
      traffic: [arrival('front/web', 'shop/api')],
    };
    expect(judge(scene)).toMatchObject({
      verdict: 'ready',
      notes: [
        'shop/idle, shop/own were not called in this window.',
        'shop/own says less today and would change with it.',
      ],
    });
  });

  it('tells of the others that a policy is for, and of their callers', () => {
    const labels = { team: 'x' };
    const first = workload('shop/api', pods('sidecar', { labels }));
    const second = workload('shop/other', pods('sidecar', { labels }));
    const scene = {
      workloads: [first, second, WEB],
      policies: [policy('shop/team', { mode: 'PERMISSIVE', select: labels })],
      traffic: [arrival('front/web', 'shop/api'), arrival('?', 'shop/other', { security: 'plaintext' })],
    };
    expect(judge(scene, { kind: 'workload', workload: first })).toMatchObject({
      verdict: 'notReady',
      blockers: [{ workload: 'other' }],
      notes: ['The policy is also for shop/other.'],
    });
  });

  it('of the mesh is unknown where only some namespaces were looked at', () => {
    const context = contextOf({ traffic: [arrival('front/web', 'shop/api')] });
    expect(judgeReadiness(context, MESH, { isPartial: true }).verdict).toBe('unknown');
    expect(judgeReadiness(context, MESH).verdict).toBe('ready');
  });

  it('does not depend on the order in which anything is given', () => {
    const traffic = [
      arrival('?', 'shop/api', { security: 'plaintext' }),
      arrival('?', 'front/web', { security: 'plaintext' }),
      arrival('shop/api', 'front/web'),
      arrival('front/web', 'shop/idle'),
    ];
    const workloads = [API, WEB, workload('shop/idle'), workload('dock/old', pods('none'))];
    const rules = [disable, rule('front/x', { host: '*.local', trafficPolicy: { tls: { mode: 'SIMPLE' } } })];
    const turned = {
      traffic: traffic.toReversed(),
      workloads: workloads.toReversed(),
      rules: rules.toReversed(),
    };
    expect(judge(turned, MESH)).toEqual(judge({ traffic, workloads, rules }, MESH));
  });
});

describe('the policy to apply', () => {
  const yaml = (scene: SampleScene, scope: StrictScope) => {
    const readiness = judge(scene, scope);
    return readiness.policies.map((policy) => printPolicy(policy)).join('---\n');
  };

  it('for the mesh stands in the root namespace', () => {
    expect(yaml({ traffic: [] }, MESH)).toBe(
      'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: default\n' +
        '  namespace: istio-system\nspec:\n  mtls:\n    mode: STRICT\n',
    );
  });

  it('changes the one that counts, since another one would be younger', () => {
    const policies = [policy('shop/own', { mode: 'PERMISSIVE', age: 1 }), policy('shop/late', { age: 2 })];
    expect(yaml({ policies, traffic: [] }, NAMESPACE)).toContain('name: own\n  namespace: shop');
  });

  it('for a workload selects it by its labels, without those of injection', () => {
    const labelled: MtlsWorkload = {
      ...API,
      labels: { app: 'api', version: 'yes', 'istio.io/rev': 'x', 'security.istio.io/tlsMode': 'istio' },
    };
    expect(yaml({ traffic: [] }, { kind: 'workload', workload: labelled })).toBe(
      'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: api-strict\n' +
        '  namespace: shop\nspec:\n  selector:\n    matchLabels:\n      app: api\n      version: "yes"\n' +
        '  mtls:\n    mode: STRICT\n',
    );
  });

  it('for a workload with exceptions names them, so that applying it ends them', () => {
    const policies = [
      policy('shop/own', { mode: 'STRICT', select: { app: 'api' }, ports: { 8080: 'DISABLE' } }),
    ];
    expect(yaml({ policies, traffic: [] }, WORKLOAD)).toContain(
      '  mtls:\n    mode: STRICT\n  portLevelMtls:\n    8080:\n      mode: STRICT\n',
    );
  });

  it('for a port leaves everything else as it is', () => {
    expect(yaml({ traffic: [] }, PORT)).toContain(
      '  mtls:\n    mode: UNSET\n  portLevelMtls:\n    8080:\n      mode: STRICT\n',
    );
    const policies = [
      policy('shop/own', { mode: 'DISABLE', select: { app: 'api' }, ports: { 9090: 'STRICT' } }),
    ];
    expect(yaml({ policies, traffic: [] }, PORT)).toContain(
      '  mtls:\n    mode: DISABLE\n  portLevelMtls:\n    8080:\n      mode: STRICT\n    9090:\n      mode: STRICT\n',
    );
  });

  it('for the mesh goes with what says less in it, and leaves alone what does not', () => {
    const policies = [
      policy('istio-system/mesh', { mode: 'PERMISSIVE' }),
      policy('shop/default', { mode: 'DISABLE' }),
      policy('shop/late', { mode: 'PERMISSIVE', age: 1 }),
      policy('shop/api', {
        select: { app: 'api' },
        ports: { 8080: 'PERMISSIVE', 9090: 'UNSET', 70: 'STRICT' },
      }),
      policy('shop/nothing', { mode: 'DISABLE', select: { app: 'x' } }),
      policy('front/default', { mode: 'STRICT' }),
    ];
    const { policies: written } = judge({ policies, traffic: [] }, MESH);
    expect(
      written.map(({ namespace, name, mode, modeByPort }) => [namespace, name, mode, [...modeByPort]]),
    ).toEqual([
      ['istio-system', 'mesh', 'STRICT', []],
      [
        'shop',
        'api',
        'UNSET',
        [
          [70, 'STRICT'],
          [8080, 'STRICT'],
          [9090, 'UNSET'],
        ],
      ],
      ['shop', 'default', 'STRICT', []],
    ]);
  });

  it('for a namespace leaves the others alone', () => {
    const policies = [
      policy('front/default', { mode: 'DISABLE' }),
      policy('shop/api', { mode: 'DISABLE', select: { app: 'api' } }),
    ];
    const { policies: written } = judge({ policies, traffic: [] }, NAMESPACE);
    expect(written.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'shop/default',
      'shop/api',
    ]);
  });

  it('is none for a waypoint, which takes nothing else anyway', () => {
    const waypoint = workload('shop/api', pods('waypoint'));
    const scope: StrictScope = { kind: 'workload', workload: waypoint };
    expect(judge({ workloads: [waypoint], traffic: [] }, scope)).toMatchObject({
      verdict: 'ready',
      isStrict: true,
      policies: [],
    });
  });

  it('takes no name that is taken', () => {
    const policies = [policy('shop/default', { mode: 'DISABLE', select: { app: 'x' } })];
    expect(yaml({ policies, traffic: [] }, NAMESPACE)).toContain('name: default-2');
  });

  it('is none where there is nothing to do', () => {
    const policies = [policy('shop/default', { mode: 'STRICT' })];
    expect(judge({ policies, traffic: [] })).toMatchObject({ verdict: 'ready', isStrict: true });
    expect(yaml({ policies, traffic: [] }, NAMESPACE)).toBe('');
  });

  it('is none for one workload of the root namespace', () => {
    const gateway = workload('istio-system/proxy');
    const scene = { workloads: [gateway], traffic: [] };
    expect(judge(scene, { kind: 'workload', workload: gateway })).toMatchObject({
      verdict: 'unknown',
      unknowns: ['In the root namespace istio-system a policy cannot be for one workload.'],
    });
  });

  it('quotes what YAML would take for something else', () => {
    const odd = policy('shop/own', { select: { 'a: b': '{}', 'x.io/y': '1e3', z: 'NULL', w: '#' } });
    const lines = printPolicy(odd, 'v1beta1').split('\n');
    expect(lines).toContain('      "a: b": "{}"');
    expect(lines).toContain('      x.io/y: "1e3"');
    expect(lines).toContain('      z: "NULL"');
    expect(lines).toContain('      w: "#"');
    expect(lines[0]).toBe('apiVersion: security.istio.io/v1beta1');
  });
});
