import { describe, expect, it } from 'vitest';
import { describePosture } from './describe-posture';
import { arrival } from './sample-arrivals';
import { day, pods, policy, rawPolicy, rule, service, workload } from './sample-policies';
import { API, contextOf, WEB, type SampleScene } from './sample-scene';

const HOST = 'api.shop.svc.cluster.local';
const api = { app: 'api' };
/** Long after all policies were made. */
const START = Date.parse(day(300)) / 1000;

function posture(scene: SampleScene, startSeconds = START) {
  return describePosture(contextOf(scene), { startSeconds });
}

const ofWorkload = (scene: SampleScene, startSeconds?: number) =>
  posture(scene, startSeconds).workloads.find(({ name }) => name === 'api')?.contradictions ?? [];
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code);

const asks = (mode: string, place = 'shop/rule', more: object = {}) =>
  rule(place, { host: HOST, trafficPolicy: { tls: { mode } }, ...more });
const strict = policy('shop/default', { mode: 'STRICT' });
const disable = policy('shop/default', { mode: 'DISABLE' });
const mutual = arrival('front/web', 'shop/api');
const plaintext = arrival('?', 'shop/api', { security: 'plaintext' });

describe('a contradiction at a workload', () => {
  it.each<[string, SampleScene, string[]]>([
    ['is none where all is well', { policies: [strict], traffic: [mutual] }, []],
    ['is none where nothing is known of traffic', { policies: [strict] }, []],
    [
      'is plaintext under STRICT',
      { policies: [strict], traffic: [mutual, plaintext] },
      ['strictButPlaintext'],
    ],
    [
      'is plaintext in bytes under STRICT',
      { policies: [strict], traffic: [arrival('?', 'shop/api', { security: 'plaintext', protocol: 'tcp' })] },
      ['strictButPlaintext'],
    ],
    [
      'is not plaintext where one port still takes it',
      {
        policies: [policy('shop/api', { mode: 'STRICT', select: api, ports: { 8080: 'PERMISSIVE' } })],
        traffic: [plaintext],
      },
      [],
    ],
    ['is PERMISSIVE where all is mutual', { traffic: [mutual] }, ['permissiveThoughMutual']],
    ['is not PERMISSIVE where a part is plaintext', { traffic: [mutual, plaintext] }, []],
    ['is not PERMISSIVE where nothing was called', { traffic: [] }, []],
    [
      'is STRICT in a namespace that says DISABLE',
      { policies: [disable, policy('shop/api', { mode: 'STRICT', select: api })] },
      ['namespaceDisableButStrict'],
    ],
    [
      'is a STRICT port in a mesh that says DISABLE',
      {
        policies: [
          policy('istio-system/default', { mode: 'DISABLE' }),
          policy('shop/api', { select: api, ports: { 8080: 'STRICT' } }),
        ],
      },
      ['namespaceDisableButStrict'],
    ],
    [
      'is not STRICT in such a namespace without a sidecar',
      {
        workloads: [workload('shop/api', pods('ambient'))],
        policies: [disable, policy('shop/api', { mode: 'STRICT', select: api })],
      },
      [],
    ],
    [
      'is an exception in a STRICT namespace',
      { policies: [strict, policy('shop/api', { mode: 'PERMISSIVE', select: api })] },
      ['exceptionInStrict'],
    ],
    [
      'is a port that is an exception in a STRICT namespace',
      { policies: [strict, policy('shop/api', { select: api, ports: { 8080: 'DISABLE' } })] },
      ['exceptionInStrict'],
    ],
    [
      'is an exception in a STRICT mesh',
      {
        policies: [
          policy('istio-system/default', { mode: 'STRICT' }),
          policy('shop/api', { mode: 'PERMISSIVE', select: api }),
        ],
      },
      ['exceptionInStrict'],
    ],
    [
      'is a rule that sends plaintext to STRICT',
      { policies: [strict], rules: [asks('DISABLE')] },
      ['ruleAgainstStrict'],
    ],
    [
      'is a rule that sends other TLS to STRICT',
      { policies: [strict], rules: [asks('SIMPLE')] },
      ['ruleAgainstStrict'],
    ],
    ['is not a rule that sends plaintext to PERMISSIVE', { rules: [asks('DISABLE')] }, []],
    [
      'is not a rule that insists on mutual TLS towards STRICT',
      { policies: [strict], rules: [asks('ISTIO_MUTUAL')] },
      [],
    ],
    [
      'is a rule that insists where it is switched off',
      { policies: [disable], rules: [asks('ISTIO_MUTUAL')] },
      ['disableButClientInsists'],
    ],
    [
      'is a rule that insists where there is no proxy',
      { workloads: [workload('shop/api', pods('none')), WEB], rules: [asks('ISTIO_MUTUAL')] },
      ['disableButClientInsists'],
    ],
    [
      'is not a rule that nobody follows',
      {
        policies: [strict],
        workloads: [API, workload('front/web', pods('none'))],
        rules: [asks('DISABLE', 'front/rule')],
      },
      [],
    ],
    [
      'is a rule for a subset that something routes to',
      {
        policies: [strict],
        rules: [rule('shop/rule', { host: HOST, subsets: [{ name: 'v1', trafficPolicy: { tls: {} } }] })],
        more: { routedSubsets: new Map([[HOST, new Set(['v1'])]]) },
      },
      ['ruleAgainstStrict'],
    ],
    [
      'is not a rule for a subset that nothing routes to',
      {
        policies: [strict],
        rules: [rule('shop/rule', { host: HOST, subsets: [{ name: 'v1', trafficPolicy: { tls: {} } }] })],
      },
      [],
    ],
    [
      'is a pod without a proxy where the namespace asks for one',
      {
        workloads: [workload('shop/api', pods('sidecar'), pods('none'))],
        more: { namespaces: new Map([['shop', 'sidecar']]) },
      },
      ['proxyMissing'],
    ],
    [
      'is not a pod without a proxy that refuses one',
      {
        workloads: [workload('shop/api', pods('none', { labels: { 'sidecar.istio.io/inject': 'false' } }))],
        more: { namespaces: new Map([['shop', 'sidecar']]) },
      },
      [],
    ],
    [
      'is not a pod without a proxy where nobody asks for one',
      { workloads: [workload('shop/api', pods('none'))], more: { namespaces: new Map([['shop', 'none']]) } },
      [],
    ],
  ])('%s', (_title, scene, expected) => {
    expect(codes(ofWorkload(scene))).toEqual(expected);
  });

  it('weighs little where the policy is younger than what was seen', () => {
    const scene = { policies: [policy('shop/default', { mode: 'STRICT', age: 10 })], traffic: [plaintext] };
    expect(ofWorkload(scene)).toMatchObject([{ weight: 'problem' }]);
    const [young] = ofWorkload(scene, Date.parse(day(9)) / 1000);
    expect(young).toMatchObject({ weight: 'note' });
    expect(young?.message).toContain('younger than the window');
  });

  it('names the objects it is about, and says what happens', () => {
    const [found] = ofWorkload({ policies: [strict], rules: [asks('DISABLE')] });
    expect(found).toEqual({
      code: 'ruleAgainstStrict',
      weight: 'problem',
      message:
        'DestinationRule shop/rule makes clients in front, shop use DISABLE towards port 80, and shop/api is STRICT: such calls fail.',
      objects: [{ kind: 'DestinationRule', namespace: 'shop', name: 'rule' }],
    });
  });

  it('tells of the ports that are exceptions', () => {
    const scene = {
      policies: [strict, policy('shop/api', { select: api, ports: { 8080: 'DISABLE', 9090: 'STRICT' } })],
    };
    expect(ofWorkload(scene)[0]?.message).toBe('The namespace is STRICT, and on port 8080 it is DISABLE.');
  });

  it('is also told of the services before it', () => {
    const { services } = posture({ policies: [strict], traffic: [plaintext] });
    expect(codes(services.find(({ name }) => name === 'api')?.contradictions ?? [])).toEqual([
      'strictButPlaintext',
    ]);
  });
});

describe('a contradiction among policies', () => {
  const ofNamespace = (scene: SampleScene, name = 'shop') =>
    posture(scene).namespaces.find((one) => one.name === name)?.contradictions ?? [];

  it.each<[string, SampleScene, string[]]>([
    ['is none', { policies: [strict] }, []],
    [
      'is one that selects nothing',
      { policies: [policy('shop/x', { select: { app: 'x' } })] },
      ['policySelectsNothing'],
    ],
    [
      'is one that is second in its namespace',
      { policies: [strict, policy('shop/late', { mode: 'DISABLE', age: 1 })] },
      ['policyShadowed'],
    ],
    [
      'is one that is second for all it selects',
      { policies: [policy('shop/a', { select: api }), policy('shop/b', { select: api, age: 1 })] },
      ['policyShadowed'],
    ],
    [
      'is not one that is second for some and first for others',
      {
        workloads: [API, workload('shop/b')],
        policies: [policy('shop/a', { select: { app: 'b' } }), policy('shop/b', { select: api, age: 1 })],
      },
      [],
    ],
    ['is one that cannot be read', { policies: [rawPolicy('shop/x', { mtls: 5 })] }, ['policyMalformed']],
  ])('%s', (_title, scene, expected) => {
    expect(codes(ofNamespace(scene))).toEqual(expected);
  });

  it('is one of the root namespace with a selector, told of the mesh', () => {
    const scene = { policies: [policy('istio-system/x', { mode: 'STRICT', select: api })] };
    expect(codes(posture(scene).mesh.contradictions)).toEqual(['policyIgnored']);
    expect(codes(ofNamespace(scene, 'istio-system'))).toEqual(['policyIgnored']);
  });
});

describe('the posture of a mesh', () => {
  const scene: SampleScene = {
    workloads: [
      API,
      WEB,
      workload('dock/bare', pods('none')),
      workload('istio-system/gate', pods('gateway')),
    ],
    policies: [
      policy('istio-system/default', { mode: 'STRICT' }),
      policy('front/default', { mode: 'PERMISSIVE' }),
    ],
    traffic: [mutual, arrival('istio-system/gate', 'front/web', { security: 'plaintext' })],
    more: { namespaces: new Map([['dock', 'none']]) },
  };

  it('tells of the mesh, its namespaces, workloads and services, in the order of names', () => {
    const { mesh, namespaces, workloads, services } = posture(scene);
    expect(mesh).toMatchObject({
      mode: 'STRICT',
      rootNamespace: 'istio-system',
      autoMtls: true,
      isEnforced: false,
      decidedBy: { level: 'mesh', name: 'default' },
    });
    expect(namespaces.map(({ name, mode }) => [name, mode])).toEqual([
      ['dock', 'STRICT'],
      ['front', 'PERMISSIVE'],
      ['istio-system', 'STRICT'],
      ['shop', 'STRICT'],
    ]);
    expect(workloads.map(({ name, mode, proxy }) => [name, mode, proxy])).toEqual([
      ['bare', 'NONE', 'none'],
      ['web', 'PERMISSIVE', 'sidecar'],
      ['gate', 'NONE', 'gateway'],
      ['api', 'STRICT', 'sidecar'],
    ]);
    expect(services.map(({ name, mode }) => [name, mode])).toEqual([
      ['bare', 'NONE'],
      ['web', 'PERMISSIVE'],
      ['gate', 'NONE'],
      ['api', 'STRICT'],
    ]);
  });

  it('is enforced where nothing takes plaintext but gateways and what is not meant to be in the mesh', () => {
    const strictScene = { ...scene, policies: scene.policies?.slice(0, 1) ?? [] };
    expect(posture(strictScene).mesh.isEnforced).toBe(true);
    const asking = { ...strictScene, more: { namespaces: new Map([['dock', 'sidecar' as const]]) } };
    expect(posture(asking).mesh.isEnforced).toBe(false);
  });

  it('is told of some namespaces alone, and then of the mesh nothing for certain', () => {
    const part = describePosture(contextOf(scene), { startSeconds: START, namespaces: ['shop'] });
    expect(
      [part.namespaces, part.workloads, part.services].map((all) => all.map(({ name }) => name)),
    ).toEqual([['shop'], ['api'], ['api']]);
    expect(part.mesh.isEnforced).toBe(false);
  });

  it('does not depend on the order in which anything is given', () => {
    const turned = {
      ...scene,
      workloads: scene.workloads?.toReversed() ?? [],
      policies: scene.policies?.toReversed() ?? [],
      traffic: scene.traffic?.toReversed() ?? [],
    };
    expect(posture(turned)).toEqual(posture(scene));
  });

  it('tells of a service whether all its workloads can be STRICT, and what to apply', () => {
    const labels = { part: 'x' };
    const workloads = ['shop/a', 'shop/b'].map((place) => workload(place, pods('sidecar', { labels })));
    const { services } = posture({
      workloads: [...workloads, WEB],
      services: [service('shop/both', { selector: labels })],
      traffic: [
        arrival('front/web', 'shop/a', { service: 'both' }),
        arrival('?', 'shop/b', { service: 'both', security: 'plaintext' }),
      ],
    });
    expect(services[0]?.readiness).toMatchObject({
      verdict: 'notReady',
      blockers: [{ workload: 'b', kind: 'unknownCaller' }],
      policies: [{ name: 'a-strict' }, { name: 'b-strict' }],
    });
  });
});
