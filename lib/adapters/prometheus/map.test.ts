import { describe, expect, it } from 'vitest';
import { HistogramFold } from './fold-histograms';
import { mapHistograms, mapSums, mapTraffic } from './map';
import type { LabelSet } from './parse-answer';

const BASE: LabelSet = {
  reporter: 'destination',
  request_protocol: 'http',
  source_workload: 'a',
  destination_workload: 'b',
};

function mapOne(labels: LabelSet, value = 1) {
  return mapTraffic('requests', [{ labels: { ...BASE, ...labels }, atSeconds: 0, value }]).samples[0];
}

describe('mapTraffic', () => {
  it('leaves out what is absent, empty or unknown', () => {
    expect(
      mapOne({
        source_workload: 'unknown',
        source_workload_namespace: '',
        source_principal: 'spiffe://cluster.local/ns/x/sa/y',
        destination_canonical_revision: 'latest',
        response_flags: '-',
      }),
    ).toEqual({
      reporter: 'destination',
      protocol: 'http',
      source: { principal: 'spiffe://cluster.local/ns/x/sa/y' },
      service: {},
      destination: { workload: 'b', version: 'latest' },
      measure: 'requests',
      security: 'unknown',
      perSecond: 1,
    });
  });

  it.each([
    ['http', '200', undefined, '200'],
    ['http', '0', undefined, '-'],
    ['http', '200', '5', '200'],
    ['grpc', '200', '0', '0'],
    ['grpc', '200', '14', '14'],
    ['grpc', '503', '14', '503'],
    ['grpc', '404', '12', '404'],
    ['grpc', '0', '14', '14'],
    ['grpc', '0', undefined, '-'],
    ['grpc', '200', '', '200'],
    ['http', undefined, undefined, undefined],
  ])('%s with response code %s and gRPC status %s has the code %s', (request_protocol, http, grpc, code) => {
    const sample = mapOne({
      request_protocol,
      ...(http !== undefined && { response_code: http }),
      ...(grpc !== undefined && { grpc_response_status: grpc }),
    });
    expect(sample?.code).toBe(code);
  });

  it.each([
    ['destination', 'http', 'mutual_tls', 'mutual'],
    ['destination', 'http', 'none', 'plaintext'],
    ['destination', 'tcp', 'unknown', 'unknown'],
    ['waypoint', 'http', 'mutual_tls', 'mutual'],
    ['waypoint', 'grpc', 'none', 'plaintext'],
    ['source', 'http', 'unknown', 'unknown'],
    ['source', 'http', 'none', 'unknown'],
    ['source', 'http', 'mutual_tls', 'unknown'],
    ['source', 'tcp', 'mutual_tls', 'mutual'],
    ['source', 'tcp', 'none', 'unknown'],
    ['destination', 'http', 'something new', 'unknown'],
  ])('%s %s reporting %s means %s', (reporter, request_protocol, connection_security_policy, security) => {
    const labels = { ...BASE, reporter, request_protocol, connection_security_policy };
    const measure = request_protocol === 'tcp' ? 'tcpSent' : 'requests';
    expect(mapTraffic(measure, [{ labels, atSeconds: 0, value: 1 }]).samples[0]?.security).toBe(security);
  });

  it('says what it skips, how often and with an example', () => {
    const sample = (labels: LabelSet, value: number) => ({
      labels: { ...BASE, ...labels },
      atSeconds: 0,
      value,
    });
    const { samples, skipped } = mapTraffic('tcpSent', [
      sample({}, Number.NaN),
      sample({}, Number.POSITIVE_INFINITY),
      sample({}, Number.NEGATIVE_INFINITY),
      sample({}, -1),
      sample({ reporter: 'sink' }, 1),
      sample({}, -0),
      sample({}, 1e15),
      sample({}, 1e308),
    ]);
    expect(samples.map(({ perSecond }) => perSecond)).toEqual([0, 1e15]);
    expect(Object.is(samples[0]?.perSecond, 0)).toBe(true);
    expect(skipped.map(({ reason, count }) => [reason, count])).toEqual([
      ['the value is not a number', 1],
      ['the value is infinite', 2],
      ['the rate is negative', 1],
      ['the reporter is none of source, destination and waypoint', 1],
      ['the rate is larger than any real one', 1],
    ]);
    expect(JSON.parse(skipped[3]?.example ?? '')).toMatchObject({ reporter: 'sink' });
  });

  it.each([
    ['tcpSent', 'tcp'],
    ['connectionsFailed', 'tcp'],
    ['requestMessages', 'grpc'],
  ] as const)('knows that %s are %s, whatever the label says', (measure, protocol) => {
    const { request_protocol: _dropped, ...labels } = BASE;
    const mapped = mapTraffic(measure, [
      { labels, atSeconds: 0, value: 1 },
      { labels: { ...labels, request_protocol: 'unknown' }, atSeconds: 0, value: 1 },
    ]);
    expect(mapped.samples.map((sample) => sample.protocol)).toEqual([protocol, protocol]);
    const requests = (request_protocol: string) =>
      mapTraffic('requests', [{ labels: { ...labels, request_protocol }, atSeconds: 0, value: 1 }]).skipped;
    for (const odd of ['', 'unknown', 'quic', 'tcp'])
      expect(requests(odd)[0]?.reason).toBe('the protocol of the requests is neither http nor grpc');
  });

  it('places no caller of whom only the namespace is known, unless a certificate vouches for it', () => {
    const nobody = {
      ...BASE,
      source_workload_namespace: 'shop',
      source_workload: 'unknown',
      source_canonical_service: '',
    };
    const reason = 'the source is in a namespace but has neither workload nor app';
    expect(mapTraffic('tcpSent', [{ labels: nobody, atSeconds: 0, value: 1 }]).skipped).toMatchObject([
      { reason, count: 1 },
    ]);
    const known = { ...nobody, source_principal: 'spiffe://cluster.local/ns/shop/sa/web' };
    expect(mapTraffic('tcpSent', [{ labels: known, atSeconds: 0, value: 1 }]).samples).toHaveLength(1);
  });

  it.each(['10.20.30.40', '10.20.30.40:9080'])('places no call to the bare address %s', (address) => {
    const labels = {
      ...BASE,
      destination_workload: 'unknown',
      destination_canonical_service: 'unknown',
      destination_service: address,
      destination_service_name: address,
    };
    expect(mapTraffic('tcpSent', [{ labels, atSeconds: 0, value: 1 }]).skipped).toMatchObject([
      { reason: 'the destination is an address of no known workload or service', count: 1 },
    ]);
  });

  it('is not misled by labels named like object members', () => {
    const labels = JSON.parse(
      '{"__proto__":"x","constructor":"y","reporter":"source","request_protocol":"tcp"}',
    ) as LabelSet;
    expect(mapTraffic('tcpSent', [{ labels, atSeconds: 0, value: 1 }]).samples).toHaveLength(1);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('latency', () => {
  it('takes bounds from the data', () => {
    const fold = new HistogramFold();
    for (const le of ['+Inf', '0.5', 'x', '1e+06', ''])
      fold.add({ labels: { ...BASE, le }, atSeconds: 0, value: 2 });
    const { samples, skipped } = mapHistograms(fold.result());
    expect(samples).toMatchObject([{ boundsMs: [0.5, 1e6, Number.POSITIVE_INFINITY], atOrBelow: [2, 2, 2] }]);
    expect(skipped).toMatchObject([{ reason: 'the bucket has no bound', count: 2 }]);
  });

  it('reads milliseconds and bytes per second', () => {
    const value = { labels: BASE, atSeconds: 0, value: 12.5 };
    expect(mapSums('latencyMs', [value]).samples).toMatchObject([{ measure: 'latencyMs', perSecond: 12.5 }]);
    expect(mapSums('requestBytes', [value]).samples).toMatchObject([{ measure: 'requestBytes' }]);
  });
});
