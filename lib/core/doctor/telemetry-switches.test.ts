import { describe, expect, it } from 'vitest';
import { readTelemetrySwitches } from './telemetry-switches';

function telemetry(spec: unknown) {
  return { metadata: { namespace: 'shop', name: 'lean' }, spec };
}
const overriding = (override: unknown, more: object = {}) =>
  telemetry({ ...more, metrics: [{ overrides: [override] }] });

describe('a Telemetry', () => {
  it.each<[string, unknown]>([
    ['all metrics', { disabled: true }],
    ['all metrics by name', { match: { metric: 'ALL_METRICS', mode: 'SERVER' }, disabled: true }],
    ['the count of requests', { match: { metric: 'REQUEST_COUNT' }, disabled: true }],
  ])('switches %s off', (_name, override) => {
    expect(readTelemetrySwitches([overriding(override)])).toEqual([
      { namespace: 'shop', name: 'lean', disables: true, removes: [], selective: false },
    ]);
  });

  it('takes labels away, sorted and once', () => {
    const override = {
      tagOverrides: { b: { operation: 'REMOVE' }, a: { operation: 'REMOVE' }, c: { value: '"x"' } },
    };
    const [found] = readTelemetrySwitches([overriding(override, { selector: { matchLabels: {} } })]);
    expect(found).toMatchObject({ disables: false, removes: ['a', 'b'], selective: true });
  });

  it.each<[string, unknown]>([
    ['keeps metrics', overriding({ disabled: false })],
    ['is about durations', overriding({ match: { metric: 'REQUEST_DURATION' }, disabled: true })],
    ['is about a metric of somebody’s own', overriding({ match: { customMetric: 'x' }, disabled: true })],
    ['is about traces', telemetry({ tracing: [{ disableSpanReporting: true }] })],
    ['is broken', telemetry({ metrics: [null, { overrides: 'x' }, { overrides: [7] }] })],
    ['has no name', { spec: { metrics: [{ overrides: [{ disabled: true }] }] } }],
    ['is none', null],
  ])('that %s switches nothing', (_name, object) => {
    expect(readTelemetrySwitches([object])).toEqual([]);
  });
});
