#!/usr/bin/env node
// `telltale`: the application on a laptop. Flags become the variables of docs/configuration.md.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Flag, variable, what it says. */
const FLAGS = [
  ['prometheus-url', 'TELLTALE_PROMETHEUS_URL', 'ask this Prometheus instead of the one in the cluster'],
  ['jaeger-url', 'TELLTALE_JAEGER_URL', 'ask this Jaeger for traces'],
  ['tempo-url', 'TELLTALE_TEMPO_URL', 'ask this Tempo for traces'],
  ['tracing', 'TELLTALE_TRACING', 'jaeger, tempo or none'],
  ['kubeconfig', 'KUBECONFIG', 'the file to use, else as kubectl finds it'],
  ['context', 'TELLTALE_KUBE_CONTEXT', 'the context of the kubeconfig to use'],
  ['namespaces', 'TELLTALE_NAMESPACES', 'namespaces to read one by one, separated by commas'],
  ['scope', 'TELLTALE_PROMETHEUS_SCOPE', 'label matchers for every query, such as mesh_id="mesh1"'],
  ['port', 'PORT', 'where to listen (3000)'],
  ['host', 'HOSTNAME', 'the address to bind to (127.0.0.1)'],
];

const USAGE = [
  'telltale: what an Istio mesh really does, against what it was told to do.',
  '',
  'Without flags it finds Prometheus, Jaeger or Tempo, Grafana and istiod in the cluster of your kubeconfig.',
  '',
  ...FLAGS.map(([flag, , text]) => `  --${flag.padEnd(18)} ${text}`),
  `  --${'no-discovery'.padEnd(18)} look for nothing in the cluster`,
  `  --${'version'.padEnd(18)} print the version`,
  `  --${'help'.padEnd(18)} print this`,
  '',
  'More can be set by variables: docs/configuration.md.',
  '',
].join('\n');

function read() {
  const texts = Object.fromEntries(FLAGS.map(([flag]) => [flag, { type: 'string' }]));
  const switches = Object.fromEntries(
    ['no-discovery', 'version', 'help'].map((flag) => [flag, { type: 'boolean', default: false }]),
  );
  try {
    return parseArgs({ options: { ...texts, ...switches } }).values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const values = read();
if (values.help) {
  process.stdout.write(USAGE);
} else if (values.version) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  for (const [flag, variable] of FLAGS) if (values[flag] !== undefined) process.env[variable] = values[flag];
  if (values['no-discovery']) process.env.TELLTALE_DISCOVERY = 'off';
  process.env.TELLTALE_FINDINGS ??= 'table';
  process.env.TELLTALE_LOG_LEVEL ??= 'warn';
  await import('./start.mjs');
}
