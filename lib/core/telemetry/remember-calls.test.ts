import { describe, expect, it } from 'vitest';
import { rememberCalls } from './remember-calls';
import type { Call, Protocol, Reporter } from './traffic-sample';

const web = { workload: 'web' };
const cart = { workload: 'cart' };
const service = { name: 'cart' };
const call = (reporter: Reporter, protocol: Protocol, ends: Partial<Call> = {}): Call => ({
  reporter,
  protocol,
  source: web,
  destination: cart,
  service,
  ...ends,
});

describe('rememberCalls', () => {
  it('asks once of the very same ends, and tells reporters and protocols apart', () => {
    const asked: Call[] = [];
    const find = rememberCalls((one) => {
      asked.push(one);
      return { told: `${one.reporter} ${one.protocol}` };
    });
    const kinds = (['source', 'destination', 'waypoint'] as const).flatMap((reporter) =>
      (['http', 'grpc', 'tcp'] as const).map((protocol) => call(reporter, protocol)),
    );
    const again = kinds.map((one) => ({ ...one }));
    expect([...kinds, ...again].map((one) => find(one).told)).toEqual(
      [...kinds, ...kinds].map(({ reporter, protocol }) => `${reporter} ${protocol}`),
    );
    expect(asked).toEqual(kinds);
  });

  it('asks again of other ends, be they equal', () => {
    let asked = 0;
    const find = rememberCalls(() => ({ number: (asked += 1) }));
    const others = [
      {},
      { source: { workload: 'web' } },
      { destination: { workload: 'cart' } },
      { service: { name: 'cart' } },
    ];
    expect(others.map((ends) => find(call('source', 'http', ends)).number)).toEqual([1, 2, 3, 4]);
  });
});
