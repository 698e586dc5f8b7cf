import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HealthRules } from '@/lib/core/health/health-rules';
import { readHealthFile } from './read-health-file';

function rulesOf(text: string): HealthRules {
  const read = readHealthFile(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

function refusal(text: string): string {
  const read = readHealthFile(text);
  return read.ok ? 'accepted' : read.problem.message;
}

const wrapped = `
health_config:
  rate:
    - namespace: "shop|pay"
      kind: service
      name: cart-.+
      tolerance:
        - code: "[45]XX"
          protocol: http
          direction: inbound
          degraded: 2.5
          failure: 50
    - tolerance:
        - code: 500
          failure: 10
`;

describe('a health file', () => {
  it('is read as people have it, with the key around it', () => {
    const [first, last] = rulesOf(wrapped).rate;
    expect(first).toMatchObject({ kinds: ['service'], origin: 'rate rule 1 in the health file' });
    expect([first?.namespace.test('pay'), first?.namespace.test('payments')]).toEqual([true, false]);
    expect([first?.name.test('cart-v1'), first?.name.test('my-cart-v1')]).toEqual([true, false]);
    expect(first?.tolerances).toEqual([
      expect.objectContaining({
        protocols: ['http'],
        directions: ['inbound'],
        degradedShare: 0.025,
        failingShare: 0.5,
      }),
    ]);
    expect(first?.tolerances[0]?.code.test('404')).toBe(true);
    expect(last).toMatchObject({
      kinds: ['app', 'service', 'workload'],
      origin: 'rate rule 2 in the health file',
    });
    expect([last?.namespace.test('any'), last?.name.test('thing')]).toEqual([true, true]);
    expect(last?.tolerances).toEqual([
      expect.objectContaining({
        protocols: ['http', 'grpc'],
        directions: ['inbound', 'outbound'],
        words: 'code 500',
        degradedShare: 0,
        failingShare: 0.1,
      }),
    ]);
  });

  it('is read without the key around it', () => {
    const inner = wrapped.replace('health_config:\n', '').replace(/^ {2}/gm, '');
    expect(plain(rulesOf(inner))).toEqual(plain(rulesOf(wrapped)));
  });

  it('may be JSON, however it is indented', () => {
    const data = { rate: [{ namespace: 'shop', tolerance: [{ code: '5XX', degraded: 1, failure: 2 }] }] };
    for (const indent of [undefined, 2, '\t']) {
      expect(rulesOf(JSON.stringify(data, undefined, indent)).rate[0]?.tolerances[0]?.failingShare).toBe(
        0.02,
      );
    }
  });

  it('may set latency objectives, beside the rates or beside the key around them', () => {
    const objective = '[{namespace: shop, kind: workload, quantile: p99, degradedMs: 250, failingMs: 1000}]';
    for (const text of [
      `latency: ${objective}`,
      `health_config: {latency: ${objective}}`,
      `{health_config: {}, latency: ${objective}}`,
    ]) {
      expect(rulesOf(text).latency).toEqual([
        {
          namespace: expect.anything(),
          kinds: ['workload'],
          name: expect.anything(),
          quantile: 'p99',
          directions: ['inbound'],
          degradedMs: 250,
          failingMs: 1000,
          origin: 'latency rule 1 in the health file',
        },
      ]);
    }
    const both = objective.replace('p99', 'p99, direction: .*');
    expect(rulesOf(`latency: ${both}`).latency[0]?.directions).toEqual(['inbound', 'outbound']);
  });

  it('may share parts by anchors', () => {
    const text = `
rate:
  - &shop {namespace: shop, tolerance: [{code: 5XX, failure: 1}]}
  - <<: *shop
    namespace: pay
`;
    expect(rulesOf(text).rate.map(({ namespace }) => namespace.test('pay'))).toEqual([false, true]);
  });

  it('may have no rule, and no tolerance', () => {
    expect(rulesOf('{}')).toEqual({ rate: [], latency: [] });
    expect(rulesOf('rate:\nlatency: []')).toEqual({ rate: [], latency: [] });
    expect(rulesOf('rate: [{tolerance: []}]').rate[0]?.tolerances).toEqual([]);
  });

  it('is what its documentation shows', () => {
    const page = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/health.md'), 'utf8');
    const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1] ?? '');
    expect(examples.map(refusal)).toEqual(['accepted', 'accepted']);
    const [rates = '', objectives = ''] = examples;
    expect(rulesOf(rates).rate).toHaveLength(2);
    expect(rulesOf(objectives).latency).toHaveLength(2);
    const wrong = rates.replace(/failure: 10\n/, 'failure: ten\n');
    expect(page).toContain(`TELLTALE_HEALTH_FILE: ${refusal(wrong)}.`);
  });

  it('may hold how often Kiali judges', () => {
    expect(refusal('health_config: {compute: {duration: 5m}, rate: []}')).toBe('accepted');
  });
});

const tolerate = (fields: string) => `rate:\n  - name: cart\n    tolerance:\n      - {${fields}}\n`;

describe('a health file that cannot be used', () => {
  it.each([
    ['', 'the file holds no rate or latency rules'],
    ['rules', 'the file holds no rate or latency rules'],
    ['- rate', 'the file holds no rate or latency rules'],
    [
      'rate: [',
      'line 1 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: 1\na: 2', 'line 2 is not valid YAML: Map keys must be unique'],
    ['rate: []\n---\nrate: []', 'line 2 is not valid YAML: a second document begins here'],
    ['rate: []\nlatencies: []', 'latencies in line 2 is no known field'],
    ['health_config:\n  rates: []', 'health_config.rates in line 2 is no known field'],
    ['health_config: {}\nserver: {}', 'server in line 2 is no known field'],
    ['health_config:', 'health_config in line 1 is not a set of fields'],
    ['rate: shop', 'rate in line 1 is not a list'],
    ['rate:\n  - shop', 'rate[0] in line 2 is not a set of fields'],
    ['rate:\n  - name: cart', 'rate[0].tolerance in line 2 is missing'],
    ['rate:\n  - name: "(cart"\n    tolerance: []', 'rate[0].name in line 2 has a "(" without ")"'],
    ['rate:\n  - name: [cart]\n    tolerance: []', 'rate[0].name in line 2 is not a text'],
    [
      'rate:\n  - kind: Service\n    tolerance: []',
      'rate[0].kind in line 2 takes none of app, service, workload',
    ],
    ['rate:\n  - label: x\n    tolerance: []', 'rate[0].label in line 2 is no known field'],
    [tolerate('degraded: 1, failure: 2'), 'rate[0].tolerance[0].code in line 4 is empty'],
    [tolerate('code: 5XX'), 'rate[0].tolerance[0].failure in line 4 is missing'],
    [tolerate('code: 5XX, failure: ten'), 'rate[0].tolerance[0].failure in line 4 is not a number'],
    [tolerate('code: 5XX, failure: "10"'), 'rate[0].tolerance[0].failure in line 4 is not a number'],
    [tolerate('code: 5XX, failure: .inf'), 'rate[0].tolerance[0].failure in line 4 is not a number'],
    [
      tolerate('code: 5XX, failure: 1, degraded: 2'),
      'rate[0].tolerance[0].degraded in line 4 is above failure',
    ],
    [
      tolerate('code: 5XX, failure: -1, degraded: -2'),
      'rate[0].tolerance[0].degraded in line 4 is not a percentage of 0 or more',
    ],
    [tolerate('code: "(5XX", failure: 1'), 'rate[0].tolerance[0].code in line 4 has a "(" without ")"'],
    [
      tolerate('code: 5XX, failure: 1, protocol: HTTP'),
      'rate[0].tolerance[0].protocol in line 4 takes none of http, grpc',
    ],
    ['latency:\n  - quantile: p90', 'latency[0].quantile in line 2 is none of p50, p95, p99, avg'],
    ['latency:\n  - quantile: p95\n    degradedMs: 1', 'latency[0].failingMs in line 2 is missing'],
    [
      'latency:\n  - {quantile: p95, degradedMs: 2, failingMs: 1}',
      'latency[0].degradedMs in line 2 is above failingMs',
    ],
    [
      'latency:\n  - {quantile: p95, degradedMs: -1, failingMs: 1}',
      'latency[0].degradedMs in line 2 is below 0',
    ],
  ])('names the place: %j', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('may be too large', () => {
    const rules = (count: number) => `rate: [${'{tolerance: []},'.repeat(count)}]`;
    expect(refusal(rules(500))).toBe('accepted');
    expect(refusal(rules(501))).toBe('rate in line 1 has more than 500 entries');
    expect(refusal(' '.repeat(1024 * 1024 + 1))).toBe('the file is larger than 1 MiB');
  });

  it('does not unfold without end', () => {
    const lines = ['a0: &a0 [x]'];
    for (let i = 1; i < 12; i += 1) lines.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`);
    expect(refusal(lines.join('\n'))).toContain('the file cannot be unfolded');
  });

  it('never throws', () => {
    const word = fc.constantFrom(
      'rate',
      'latency',
      'health_config',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '&a',
      '*a',
      '<<',
      '"',
      '0',
      '\t',
      '!!x',
      '---',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 20 }).map((w) => w.join('')),
        ),
        (text) => {
          const read = readHealthFile(text);
          if (!read.ok) expect(read.problem.message).toMatch(/[^.]$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Rules without their patterns, which are functions. */
function plain({ rate }: HealthRules) {
  return rate.map(({ origin, kinds, tolerances }) => ({
    origin,
    kinds,
    tolerances: tolerances.map(({ code: _code, ...rest }) => rest),
  }));
}
