import { describe, expect, it } from 'vitest';
import { grpc, http, tcp } from '../worlds/behaviour-recipe';
import { apiRoutes, apiSubsets, at, NOBODY, run, toSubset, type AppFacts } from './facts-world';

const GRPC = { name: 'grpc', port: 9090 };

function grpcWorld(server: AppFacts, config: Parameters<typeof run>[0]['config'] = []) {
  return run({
    apps: {
      'shop/web': { calls: [grpc('api', '/pkg.Items/List', 1)] },
      'shop/api': { ports: [GRPC], ...server },
    },
    config,
  });
}

describe('gRPC', () => {
  it('is told with its protocol, 200 and a status of its own', () => {
    for (const { labels } of grpcWorld({}).rows()) {
      expect(labels).toMatchObject({
        request_protocol: 'grpc',
        response_code: '200',
        grpc_response_status: '0',
      });
    }
  });

  it('answers an application’s failure with 200 and its status', () => {
    const facts = grpcWorld({ behaviour: { failures: [{ code: '5', share: 0.2 }] } });
    for (const reporter of ['source', 'destination'])
      expect(facts.sum({ reporter, response_code: '200', grpc_response_status: '5' })).toBeCloseTo(0.2, 2);
  });

  it('counts messages both ways, none back for a failure', () => {
    const facts = grpcWorld({ behaviour: { failures: [{ code: '5', share: 0.25 }] } });
    const server = { reporter: 'destination' };
    expect(facts.sum(server, 'istio_request_messages_total')).toBeCloseTo(1, 2);
    expect(facts.sum(server, 'istio_response_messages_total')).toBeCloseTo(0.75, 2);
  });

  it.each([
    ['UH as UNAVAILABLE', '14', 'UH', { selector: 'none' }],
    ['an abort as its HTTP status says', '7', 'FI', { abort: { httpStatus: 403 } }],
    ['an abort by a gRPC status as that', '10', 'FI', { abort: { grpcStatus: '10' } }],
  ])('hears of %s', (_, status, flags, { abort, selector }: { abort?: object; selector?: string }) => {
    const fault = abort === undefined ? {} : { fault: { abort: { ...abort, percentage: { value: 100 } } } };
    const facts = grpcWorld({}, [
      apiRoutes({ ...fault, route: [{ destination: { host: selector === undefined ? 'api' : 'empty' } }] }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'empty', namespace: 'shop' },
        spec: { selector: { app: 'empty' }, ports: [GRPC] },
      },
    ]);
    const rows = facts.rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      response_code: '200',
      grpc_response_status: status,
      response_flags: flags,
    });
  });
});

describe('HTTP', () => {
  it('has no gRPC status and no messages', () => {
    const facts = run({ apps: { 'shop/web': { calls: [http('api', '/', 1)] }, 'shop/api': {} } });
    for (const { labels } of facts.rows()) expect(Object.keys(labels)).not.toContain('grpc_response_status');
    expect(facts.all('istio_request_messages_total')).toEqual([]);
    expect(facts.all('istio_tcp_sent_bytes_total')).toEqual([]);
  });
});

describe('TCP', () => {
  const start = () =>
    run({
      apps: {
        'shop/web': { calls: [tcp('db', 2, 100, 700)] },
        'shop/db': { ports: [{ name: 'tcp', port: 5432 }] },
      },
    });
  const facts = start();

  it('has no requests, only bytes and connections', () => {
    expect(facts.all('istio_requests_total')).toEqual([]);
    expect(facts.all('istio_request_duration_milliseconds_count')).toEqual([]);
    expect(facts.rows({}, 'istio_tcp_connections_opened_total')).toHaveLength(2);
  });

  it('names neither a response code nor a gRPC status, but flags', () => {
    for (const { labels } of facts.rows({}, 'istio_tcp_sent_bytes_total')) {
      expect(Object.keys(labels)).not.toContain('response_code');
      expect(Object.keys(labels)).not.toContain('grpc_response_status');
      expect(labels).toMatchObject({ request_protocol: 'tcp', response_flags: '-' });
    }
  });

  it('calls sent what goes to the client and received what comes from it, on both sides', () => {
    for (const reporter of ['source', 'destination']) {
      const sent = facts.sum({ reporter }, 'istio_tcp_sent_bytes_total');
      const received = facts.sum({ reporter }, 'istio_tcp_received_bytes_total');
      expect(sent / received).toBeCloseTo(7, 1);
      expect(received).toBeGreaterThan(190);
    }
  });

  it('with nobody to take it has connections that close at once, and no bytes', () => {
    const empty = start().after((store) =>
      store.patch('deployments', 'db', { spec: { replicas: 0 } }, { namespace: 'shop' }),
    );
    const failed = { response_flags: 'UH', reporter: 'source', destination_workload: 'unknown' };
    expect(empty.sum(failed, 'istio_tcp_connections_closed_total')).toBeCloseTo(2, 1);
    expect(empty.sum(failed, 'istio_tcp_received_bytes_total')).toBeLessThan(1e-3);
  });

  it('closes at the source what stayed open when its server goes away', () => {
    const empty = start().after((store) =>
      store.patch('deployments', 'db', { spec: { replicas: 0 } }, { namespace: 'shop' }),
    );
    const last = (name: string) => {
      const series = empty
        .all(name)
        .find(({ labels }) => labels['reporter'] === 'source' && labels['destination_workload'] === 'db');
      return series?.samples(0, empty.nowMs()).values.at(-1);
    };
    expect(last('istio_tcp_connections_closed_total')).toBe(last('istio_tcp_connections_opened_total'));
  });

  it('is split by the tcp routes of a VirtualService, never by its http routes', () => {
    const split = (kind: 'tcp' | 'http') =>
      run({
        apps: {
          'shop/web': { calls: [tcp('api', 1, 1000, 10)] },
          'shop/api': { versions: ['v1', 'v2'], ports: [{ name: 'tcp', port: 5432 }] },
        },
        config: [
          apiSubsets,
          at('shop/api', 'VirtualService', { hosts: ['api'], [kind]: [{ route: [toSubset('v1')] }] }),
        ],
      }).sum({ reporter: 'destination', destination_workload: 'api-v2' }, 'istio_tcp_received_bytes_total');
    expect(split('tcp')).toBe(0);
    expect(split('http')).toBeGreaterThan(450);
  });

  it('keeps connections open: more were opened than closed', () => {
    for (const reporter of ['source', 'destination']) {
      const total = (name: string) =>
        facts
          .all(name)
          .filter(({ labels }) => labels['reporter'] === reporter)
          .reduce((sum, series) => sum + (series.samples(0, facts.nowMs()).values.at(-1) ?? 0), 0);
      const open = total('istio_tcp_connections_opened_total') - total('istio_tcp_connections_closed_total');
      expect(open).toBe(2);
    }
  });

  it('shows mutual TLS at the destination', () => {
    const rows = facts.rows({ reporter: 'destination' }, 'istio_tcp_sent_bytes_total');
    expect(rows.map(({ labels }) => labels['connection_security_policy'])).toEqual(['mutual_tls']);
  });
});

describe('failures', () => {
  const chain = (onFailure: 'fail' | 'tolerate') =>
    run({
      from: 'shop/front',
      apps: {
        'shop/front': { calls: [http('web', '/', 1)] },
        'shop/web': { calls: [http('api', '/', 1, { onFailure })] },
        'shop/api': { behaviour: { failures: [{ code: '502', share: 0.3 }] } },
      },
    });

  it('of an application’s own are told by both sides', () => {
    const facts = chain('tolerate');
    for (const reporter of ['source', 'destination'])
      expect(facts.sum({ reporter, response_code: '502' })).toBeCloseTo(0.3, 2);
  });

  it('spread to callers that cannot do without, as 500', () => {
    const facts = chain('fail');
    expect(
      facts.sum({ reporter: 'destination', destination_workload: 'web', response_code: '500' }),
    ).toBeCloseTo(0.3, 2);
  });

  it('end at callers that tolerate them', () => {
    expect(chain('tolerate').sum({ destination_workload: 'web', response_code: '500' })).toBe(0);
  });

  it('keep a caller from the calls that would have come after', () => {
    const facts = run({
      apps: {
        'shop/web': { calls: [http('api', '/', 1, { onFailure: 'fail' }), http('late', '/', 1)] },
        'shop/api': { behaviour: { failures: [{ code: '500', share: 0.4 }] } },
        'shop/late': {},
      },
    });
    expect(facts.sum({ reporter: 'destination', destination_workload: 'late' })).toBeCloseTo(0.6, 2);
  });
});

describe('an incident', () => {
  const incident = {
    namespace: 'shop',
    workload: 'api',
    everySeconds: 600,
    lastsSeconds: 150,
    offsetSeconds: 100,
    slowness: 10,
    failures: [{ code: '503', share: 0.4 }],
  };
  const facts = run({
    from: 'shop/front',
    apps: {
      'shop/front': { calls: [http('web', '/', 1)] },
      'shop/web': { calls: [http('api', '/', 1, { onFailure: 'fail' })] },
      'shop/api': { medianMs: 20 },
    },
    incidents: [incident],
  });

  it('fails its share of the requests, for its share of the time, up the call path', () => {
    const failed = 0.4 * 0.25;
    expect(facts.sum({ reporter: 'destination', response_code: '503' })).toBeCloseTo(failed, 2);
    expect(
      facts.sum({ destination_workload: 'web', reporter: 'destination', response_code: '500' }),
    ).toBeCloseTo(failed, 2);
    expect(facts.sum({ destination_workload: 'web', reporter: 'destination' })).toBeCloseTo(1, 2);
  });

  it('is there in the history only while it lasts', () => {
    const series = facts
      .all('istio_requests_total')
      .find(({ labels }) => labels['reporter'] === 'destination' && labels['response_code'] === '503');
    const { timestampsMs, values } = series!.samples(facts.nowMs() - 3_600_000, facts.nowMs());
    let grew = 0;
    for (let i = 1; i < values.length; i += 1) {
      const middle = ((timestampsMs[i]! + timestampsMs[i - 1]!) / 2000 - incident.offsetSeconds) % 600;
      const more = values[i]! - values[i - 1]!;
      if (more > 0) grew += 1;
      if (middle > 150 + 15 && middle < 600 - 15) expect(more).toBe(0);
      if (middle > 15 && middle < 150 - 15) expect(more).toBeGreaterThan(0);
    }
    expect(grew).toBeGreaterThan(40);
  });

  it('makes callers wait as long as the afflicted', () => {
    const slow = { reporter: 'destination', destination_workload: 'web', response_code: '200' };
    const count = (le: string) => facts.sum({ ...slow, le }, 'istio_request_duration_milliseconds_bucket');
    const above100 = 1 - count('100') / count('+Inf');
    // A quarter of the time, less those that fail.
    expect(above100).toBeGreaterThan(0.12);
    expect(above100).toBeLessThan(0.25);
  });
});

describe('load that a workload makes by itself', () => {
  it('runs through its own calls', () => {
    const facts = run({
      apps: { 'shop/web': { calls: [http('api', '/', 2)] }, 'shop/api': {} },
      selfMade: [{ namespace: 'shop', workload: 'web', share: 0.3 }],
    });
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(0.6, 2);
    expect(facts.sum({ destination_workload: 'web' })).toBe(0);
  });
});
