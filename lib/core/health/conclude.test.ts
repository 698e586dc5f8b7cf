import { describe, expect, it } from 'vitest';
import type { HealthStatus } from '../graph/mesh-graph';
import { conclude, type Finding } from './conclude';

const order: HealthStatus[] = ['unknown', 'healthy', 'notReady', 'degraded', 'failing'];
const of = (status: HealthStatus): Finding => ({ status, reason: `because ${status}` });

describe('conclude', () => {
  it('takes the worse of any two, in either order, with the reasons of the worse first', () => {
    for (const [i, low] of order.entries()) {
      for (const high of order.slice(i + 1)) {
        const expected = { status: high, reasons: [`because ${high}`, `because ${low}`] };
        expect(conclude([of(low), of(high)])).toEqual(expected);
        expect(conclude([of(high), of(low)])).toEqual(expected);
      }
    }
  });

  it('puts every reason behind all more serious ones', () => {
    const findings = ['degraded', 'failing', 'notReady', 'failing', 'degraded'].map(
      (status, index): Finding => ({ status: status as HealthStatus, reason: `${status} ${index}` }),
    );
    expect(conclude(findings).reasons).toEqual([
      'failing 1',
      'failing 3',
      'degraded 0',
      'degraded 4',
      'notReady 2',
    ]);
  });

  it('says the same thing once', () => {
    expect(conclude([of('failing'), of('failing')]).reasons).toEqual(['because failing']);
  });

  it('knows nothing of nothing', () => {
    expect(conclude([])).toEqual({ status: 'unknown', reasons: [] });
  });
});
