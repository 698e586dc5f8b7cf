import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownCalls } from './known-calls';
import { mapTraffic } from './map';

const text = fc.constantFrom('a', 'b', 'a/b', '');
const party = fc.record(
  { cluster: text, namespace: text, workload: text, app: text, version: text, principal: text },
  { requiredKeys: [] },
);
const service = fc.record({ host: text, name: text, namespace: text }, { requiredKeys: [] });

describe('KnownCalls', () => {
  it('gives back what equals what was asked for', () => {
    fc.assert(
      fc.property(fc.array(party), fc.array(service), (parties, services) => {
        const known = new KnownCalls();
        for (const one of parties) expect(known.party(one)).toEqual(one);
        for (const one of services) expect(known.service(one)).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });

  it('holds equal ends once', () => {
    const known = new KnownCalls();
    const web = known.party({ namespace: 'shop', workload: 'web' });
    expect(known.party({ namespace: 'shop', workload: 'web' })).toBe(web);
    expect(known.party({ namespace: 'shop', workload: 'web', principal: 'spiffe://web' })).not.toBe(web);
    const cart = known.service({ name: 'cart', host: 'cart.shop' });
    expect(known.service({ host: 'cart.shop', name: 'cart' })).toBe(cart);
  });

  it('forgets when there are too many, and stays right', () => {
    const known = new KnownCalls();
    for (let i = 0; i < 60_000; i += 1) known.party({ workload: `job-${i}` });
    const first = known.party({ workload: 'job-0' });
    expect(first).toEqual({ workload: 'job-0' });
    expect(known.party({ workload: 'job-0' })).toBe(first);
  });

  it('reads labels once, and values each time', () => {
    const known = new KnownCalls();
    const labels = { reporter: 'source', request_protocol: 'http', source_workload: 'web' };
    const read = (value: number, measure: 'requests' | 'tcpSent' = 'requests') =>
      mapTraffic(measure, [{ labels, atSeconds: 1, value }], known);
    expect(read(1).samples).toMatchObject([{ measure: 'requests', protocol: 'http', perSecond: 1 }]);
    expect(read(2).samples).toMatchObject([{ measure: 'requests', protocol: 'http', perSecond: 2 }]);
    expect(read(3, 'tcpSent').samples).toMatchObject([{ measure: 'tcpSent', protocol: 'tcp', perSecond: 3 }]);
    expect(read(-1).skipped).toMatchObject([{ count: 1 }]);
    expect(read(1).samples[0]?.source).toBe(read(2).samples[0]?.source);
  });
});
