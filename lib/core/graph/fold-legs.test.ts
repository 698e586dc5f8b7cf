import { describe, expect, it } from 'vitest';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import { foldLegs } from './fold-legs';
import { http, party } from './sample-traffic';

const web = party('web');
const cart = party('cart');
const gate: Party = { cluster: 'east', namespace: 'bookinfo', workload: 'gate', app: 'gate' };

function tcp(
  reporter: TrafficSample['reporter'],
  source: Party,
  destination: Party,
  service: TrafficSample['service'],
  more: Partial<TrafficSample> = {},
): TrafficSample {
  const { code: _none, ...sample } = http(reporter, source, destination, 100, {
    protocol: 'tcp',
    measure: 'tcpReceived',
    service,
    ...more,
  });
  return sample;
}

const request = http('waypoint', web, cart, 5);
const { service } = request;
const toGate = [tcp('source', web, gate, service), tcp('destination', web, gate, service)];
const fromGate = tcp('destination', gate, cart, {});

describe('foldLegs', () => {
  it('folds both legs of a waypoint into the request that it reports', () => {
    const folded = foldLegs([request, ...toGate, fromGate]);
    expect(folded.calls).toEqual([request]);
    expect(folded.via(request)).toEqual(['bookinfo/gate']);
  });

  it('keeps the legs where the waypoint itself reports nothing', () => {
    const legs = [...toGate, fromGate];
    expect(foldLegs(legs).calls).toEqual(legs);
    expect(foldLegs(legs, [{ namespace: 'bookinfo', name: 'gate' }]).calls).toEqual(legs);
  });

  it('folds what a sidecar or gateway counted on its way to a waypoint', () => {
    const atGateway = http('source', web, gate, 5, { service });
    const folded = foldLegs([request, atGateway]);
    expect(folded.calls).toEqual([request]);
    expect(folded.via(request)).toEqual(['bookinfo/gate']);
  });

  it('folds a leg whose waypoint only the cluster declares', () => {
    const other = http('waypoint', party('mobile'), cart, 1);
    const declared = [{ namespace: 'bookinfo', name: 'gate' }];
    expect(foldLegs([other, fromGate]).calls).toEqual([other, fromGate]);
    expect(foldLegs([other, fromGate], declared).calls).toEqual([other]);
  });

  it('takes another version that a client reached for no waypoint', () => {
    const beside = tcp('source', web, party('cart', 'v2'), { name: 'other', namespace: 'bookinfo' });
    expect(foldLegs([request, beside]).calls).toEqual([request, beside]);
  });

  it('folds the connection that ztunnel saw below the requests that a sidecar counted', () => {
    const counted = http('source', web, cart, 5);
    const seen = { ...cart, principal: 'spiffe://x/ns/bookinfo/sa/cart' };
    const below = tcp('destination', web, seen, {}, { security: 'mutual' });
    const opened = tcp('destination', web, cart, {}, { measure: 'connectionsOpened', security: 'unknown' });
    const folded = foldLegs([counted, below, opened]);
    expect(folded.calls).toEqual([counted]);
    expect(folded.carrier(counted)).toEqual({
      security: { mutual: 1, plaintext: 0, unknown: 0 },
      sourcePrincipals: new Set(),
      destinationPrincipals: new Set(['spiffe://x/ns/bookinfo/sa/cart']),
    });
  });

  it.each([
    ['both sides report it', [tcp('source', web, cart, {}), tcp('destination', web, cart, {})]],
    ['its side counts requests, too', [http('destination', web, cart, 5), tcp('destination', web, cart, {})]],
    ['nobody counts requests', [tcp('destination', web, cart, {})]],
  ])('keeps a connection where %s', (_why, more) => {
    const samples = _why === 'nobody counts requests' ? more : [http('source', web, cart, 5), ...more];
    expect(foldLegs(samples).calls).toEqual(samples);
  });
});
