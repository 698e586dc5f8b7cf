import { describe, expect, it } from 'vitest';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { judgeService } from './judge-service';
import { judgeWorkload } from './judge-workload';
import type { MtlsService, MtlsWorkload } from './mtls-workload';
import { indexPolicies } from './index-policies';
import { pods, policy, service, workload } from './sample-policies';

const api = { app: 'api' };
const strict = policy('istio-system/default', { mode: 'STRICT' });
const disable = policy('istio-system/default', { mode: 'DISABLE' });

const judge = (
  policies: readonly PeerAuthenticationView[],
  subject: MtlsWorkload,
  services: readonly MtlsService[] = [],
) => judgeWorkload(indexPolicies(policies, 'istio-system'), subject, services);
const judgeOf = (
  policies: readonly PeerAuthenticationView[],
  subject: MtlsService,
  workloads: readonly MtlsWorkload[],
) => judgeService(indexPolicies(policies, 'istio-system'), subject, workloads);

describe('a workload', () => {
  it.each([
    ['with a sidecar obeys STRICT', strict, pods('sidecar'), 'STRICT', 'mesh'],
    ['with a sidecar obeys DISABLE', disable, pods('sidecar'), 'DISABLE', 'mesh'],
    ['without a proxy obeys nothing', strict, pods('none'), 'NONE', 'proxy'],
    ['of a gateway is not governed', strict, pods('gateway'), 'NONE', 'proxy'],
    ['of a waypoint takes mutual TLS alone', disable, pods('waypoint'), 'STRICT', 'proxy'],
    ['in ambient mode obeys STRICT', strict, pods('ambient'), 'STRICT', 'mesh'],
    ['in ambient mode accepts both under DISABLE', disable, pods('ambient'), 'PERMISSIVE', 'mesh'],
    ['whose pods cannot be read is unknown', strict, pods('unknown'), 'UNKNOWN', 'proxy'],
    ['without pods is what its pods would be', strict, pods('sidecar', { count: 0 }), 'STRICT', 'mesh'],
  ] as const)('%s', (_title, given, shape, mode, level) => {
    const judged = judge([given], workload('shop/api', shape));
    expect([judged.mode, judged.decidedBy.level]).toEqual([mode, level]);
  });

  it('is MIXED where one of its pods has no proxy', () => {
    const judged = judge([strict], workload('shop/api', pods('sidecar', { count: 2 }), pods('none')));
    expect(judged).toMatchObject({ mode: 'MIXED', proxy: 'mixed', decidedBy: { kind: 'Several' } });
  });

  it('is MIXED where its pods have labels that policies tell apart', () => {
    const subject = workload(
      'shop/api',
      pods('sidecar', { labels: { version: 'v1' } }),
      pods('sidecar', { labels: { version: 'v2' } }),
    );
    const judged = judge([policy('shop/v2', { mode: 'STRICT', select: { version: 'v2' } })], subject);
    expect(judged).toMatchObject({ mode: 'MIXED', proxy: 'sidecar' });
  });

  it('is MIXED where a port differs, and says it of the port', () => {
    const exception = policy('shop/api', { mode: 'STRICT', select: api, ports: { 8081: 'PERMISSIVE' } });
    const judged = judge([exception], workload('shop/api'), [
      service('shop/api', {
        ports: [
          { port: 80, name: 'http', target: 8080 },
          { port: 81, name: 'http-old', target: 8081 },
        ],
      }),
    ]);
    expect(judged.mode).toBe('MIXED');
    expect(judged.ports).toMatchObject([
      { targetPort: 8080, name: 'http', mode: 'STRICT', decidedBy: { level: 'workload' } },
      { targetPort: 8081, name: 'http-old', mode: 'PERMISSIVE', decidedBy: { level: 'port', name: 'api' } },
    ]);
  });

  it('lists the ports of its services, its containers and its policy, each once', () => {
    const shape = pods('sidecar', { ports: [{ port: 9090, name: 'metrics' }, { port: 8080 }] });
    const own = policy('shop/api', { mode: 'STRICT', select: api, ports: { 7000: 'STRICT' } });
    const judged = judge([own], workload('shop/api', shape), [service('shop/api')]);
    expect(judged.ports.map(({ targetPort, name }) => [targetPort, name])).toEqual([
      [7000, undefined],
      [8080, 'http'],
      [9090, 'metrics'],
    ]);
    expect(judged.mode).toBe('STRICT');
  });

  it('is MIXED where a port bypasses the proxy', () => {
    const shape = pods('sidecar', { capture: { excluded: new Set([9090]) }, ports: [{ port: 9090 }] });
    const judged = judge([strict], workload('shop/api', shape));
    expect(judged.mode).toBe('MIXED');
    expect(judged.ports).toMatchObject([
      { targetPort: 9090, mode: 'NONE', decidedBy: { kind: 'DataPlane' } },
    ]);
  });

  it("is no less STRICT for Istio's own ports", () => {
    const shape = pods('sidecar', { ports: [{ port: 15_020 }] });
    const judged = judge([strict], workload('shop/api', shape));
    expect([judged.mode, judged.ports[0]?.mode]).toEqual(['STRICT', 'NONE']);
  });

  it('without a proxy tells of the policy that would decide that it has no effect', () => {
    const { trail } = judge([strict], workload('shop/api', pods('none')));
    expect(trail).toMatchObject([{ name: 'default', verdict: 'noEffect' }]);
  });

  it('with pods of both kinds tells that the policy decides', () => {
    const { trail } = judge([strict], workload('shop/api', pods('none'), pods('sidecar')));
    expect(trail).toMatchObject([{ name: 'default', verdict: 'decides' }]);
  });
});

describe('a service', () => {
  const both = [workload('shop/api'), workload('shop/old', pods('none'))];

  it.each([
    ['is STRICT where all behind it is', [strict], [workload('shop/api')], {}, 'STRICT'],
    ['is MIXED where some of it has no proxy', [strict], both, { selector: {}, all: true }, 'MIXED'],
    [
      'is NONE where nothing behind it has a proxy',
      [strict],
      [workload('shop/api', pods('none'))],
      {},
      'NONE',
    ],
    ['is NONE where it selects nothing', [strict], [workload('shop/web')], {}, 'NONE'],
    ['is NONE without a selector', [strict], [workload('shop/api')], { selector: {} }, 'NONE'],
    ['takes no notice of other namespaces', [strict], [workload('dock/api')], {}, 'NONE'],
    [
      'is MIXED where two workloads differ',
      [policy('shop/old', { mode: 'STRICT', select: { tier: 'old' } })],
      [
        workload('shop/api', pods('sidecar', { labels: { tier: 'old', part: 'x' } })),
        workload('shop/api2', pods('sidecar', { labels: { tier: 'new', part: 'x' } })),
      ],
      { selector: { part: 'x' } },
      'MIXED',
    ],
    [
      'is MIXED where one is ambient under DISABLE and the other has a sidecar',
      [disable],
      [
        workload('shop/a', pods('sidecar', { labels: { part: 'x' } })),
        workload('shop/b', pods('ambient', { labels: { part: 'x' } })),
      ],
      { selector: { part: 'x' } },
      'MIXED',
    ],
    [
      'is STRICT where sidecars and ambient pods both are',
      [strict],
      [
        workload('shop/a', pods('sidecar', { labels: { part: 'x' } })),
        workload('shop/b', pods('ambient', { labels: { part: 'x' } })),
      ],
      { selector: { part: 'x' } },
      'STRICT',
    ],
  ] as const)(
    '%s',
    (_title, policies, workloads, { selector, all }: { selector?: object; all?: boolean }, mode) => {
      const subject = all
        ? service('shop/api', { selector: { team: 'shop' } })
        : service('shop/api', selector === undefined ? {} : { selector: { ...selector } });
      const labelled = workloads.map((one) => ({
        ...one,
        shapes: one.shapes.map((shape) => ({ ...shape, labels: { ...shape.labels, team: 'shop' } })),
      }));
      expect(judgeOf(policies, subject, labelled).mode).toBe(mode);
    },
  );

  it("reads a port's exception by the pods' port, not by its own", () => {
    const exception = policy('shop/api', { mode: 'STRICT', select: api, ports: { 80: 'DISABLE' } });
    expect(judgeOf([exception], service('shop/api'), [workload('shop/api')]).mode).toBe('STRICT');
    const right = policy('shop/api', { mode: 'STRICT', select: api, ports: { 8080: 'DISABLE' } });
    expect(judgeOf([right], service('shop/api'), [workload('shop/api')]).ports).toMatchObject([
      { port: 80, targetPort: 8080, mode: 'DISABLE' },
    ]);
  });

  it('finds named ports pod by pod', () => {
    const subject = service('shop/api', {
      selector: { part: 'x' },
      ports: [{ port: 80, name: 'http', target: 'web' }],
    });
    const make = (place: string, port: number) =>
      workload(place, pods('sidecar', { labels: { part: 'x' }, ports: [{ port, name: 'web' }] }));
    const exception = policy('shop/a', { mode: 'STRICT', select: { part: 'x' }, ports: { 9000: 'DISABLE' } });
    const judged = judgeOf([exception], subject, [make('shop/a', 8080), make('shop/b', 9000)]);
    expect(judged.ports).toMatchObject([{ port: 80, targetPort: 8080, mode: 'MIXED' }]);
  });

  it('takes its own number for a name that no container gives', () => {
    const subject = service('shop/api', { ports: [{ port: 80, target: 'web' }] });
    expect(judgeOf([strict], subject, [workload('shop/api')]).ports[0]?.targetPort).toBe(80);
  });

  it('takes no notice of a port exception that it does not offer', () => {
    const exception = policy('shop/api', { mode: 'STRICT', select: api, ports: { 9999: 'DISABLE' } });
    expect(judgeOf([exception], service('shop/api'), [workload('shop/api')]).mode).toBe('STRICT');
  });

  it('names its workloads, each once', () => {
    const subject = workload('shop/api', pods('sidecar'), pods('none'));
    expect(judgeOf([], service('shop/api'), [subject]).workloads).toEqual(['api']);
  });

  it('selects pods and not what their template says', () => {
    const subject = workload('shop/api', pods('sidecar', { labels: { blue: 'yes' } }), pods('none'));
    const judged = judgeOf([strict], service('shop/api', { selector: { app: 'api', blue: 'yes' } }), [
      subject,
    ]);
    expect(judged.mode).toBe('STRICT');
  });
});
