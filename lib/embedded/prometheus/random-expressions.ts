import fc from 'fast-check';

/**
 * Random well-typed PromQL over the agreement data. Left out is what turns rounding noise into different answers:
 * `%`, `round`, `floor`, `ceil`, equality and ties between computed values.
 */
export const randomVector: fc.Arbitrary<string> = fc.letrec<{
  vector: string;
  ranged: string;
  scalar: string;
}>((tie) => ({
  vector: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'promql' },
    fc
      .tuple(
        fc.constantFrom('memory_megabytes', 'temperature_celsius', 'up', 'istio_requests_total'),
        filters(),
        shift(),
      )
      .map((parts) => parts.join('')),
    tie('ranged'),
    fc
      .tuple(
        fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'stddev', 'group'),
        grouping(),
        tie('vector'),
      )
      .map(([op, by, inner]) => `${op} ${by} (${inner})`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '-', '*', '/', 'and', 'or', 'unless', '>', '<'),
        matching(),
        tie('vector'),
      )
      .map(([left, op, on, right]) => `(${left}) ${op} ${on} (${right})`),
    fc
      .tuple(tie('vector'), fc.constantFrom('+', '*', '> bool', '<'), tie('scalar'))
      .map(([left, op, right]) => `(${left}) ${op} ${right}`),
    fc
      .tuple(fc.constantFrom('abs', 'exp', 'sgn', '-', 'absent'), tie('vector'))
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(tie('vector'), fc.constantFrom('app', 'zone', 'pod', 'new'))
      .map(([inner, label]) => `label_replace(${inner}, "${label}", "$1-x", "instance", "(.*)-.*")`),
    tie('scalar').map((scalar) => `vector(${scalar})`),
  ),
  ranged: fc
    .tuple(
      fc.constantFrom(
        'rate',
        'increase',
        'delta',
        'avg_over_time',
        'max_over_time',
        'count_over_time',
        'last_over_time',
        'changes',
        'resets',
        'irate',
      ),
      fc.oneof(
        { maxDepth: 3, depthIdentifier: 'promql' },
        fc
          .tuple(
            fc.constantFrom('istio_requests_total', 'temperature_celsius', 'istio_tcp_sent_bytes_total'),
            filters(),
            fc.constantFrom('[1m]', '[7m]', '[35m]'),
            shift(),
          )
          .map((parts) => parts.join('')),
        fc
          .tuple(tie('vector'), fc.constantFrom('[5m:1m]', '[9m:]', '[3m:17s]'), shift())
          .map(([inner, range, later]) => `(${inner})${range}${later}`),
      ),
    )
    .map(([name, range]) => `${name}(${range})`),
  scalar: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'promql' },
    fc.constantFrom('2', '0.5', '-3', '1e3', 'time()', 'pi()'),
    tie('vector').map((inner) => `scalar(${inner})`),
  ),
})).vector;

function filters(): fc.Arbitrary<string> {
  return fc.constantFrom(
    '',
    '',
    '{zone="a"}',
    '{app=~"c.+"}',
    '{instance!~"cart.*"}',
    '{response_code="200"}',
  );
}

function shift(): fc.Arbitrary<string> {
  return fc.constantFrom('', '', '', ' offset 4m', ' offset -90s', ' @ 1709162345', ' @ end()');
}

function grouping(): fc.Arbitrary<string> {
  return fc.constantFrom('', 'by (app)', 'by (zone, app)', 'without (instance)', 'by (destination_workload)');
}

function matching(): fc.Arbitrary<string> {
  return fc.constantFrom('', '', 'on (app, zone)', 'ignoring (instance, pod)', 'on (pod)', 'on ()');
}
