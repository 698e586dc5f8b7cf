import { parseArgs } from 'node:util';
import type { Fault } from '../faults/fault';
import { parseFaultsJson } from '../faults/parse-faults';
import { DEFAULT_WORLD, findWorld, worldNames } from '../worlds/find-world';
import type { World } from '../worlds/world';

export interface DemoOptions {
  readonly port: number;
  readonly world: World;
  readonly scrapeIntervalSeconds: number;
  readonly prometheusPort: number;
  readonly kubernetesPort: number;
  readonly jaegerPort: number;
  /** Where the proxies' own metrics are served; only the mesh alone does that. */
  readonly metricsPort: number;
  /** Where all traces are sent to, by OTLP/HTTP; absent: nowhere. */
  readonly otlpUrl?: string;
  /** Whether people sign in, and see different namespaces. */
  readonly hasUsers: boolean;
  readonly faults: readonly Fault[];
  /** Absent: nobody can switch faults while the mesh runs. */
  readonly faultPort?: number;
}

const FAULTS_VARIABLE = 'TELLTALE_EMBEDDED_FAULTS';

export const USAGE = `Options:
  --port N              where the application listens (3000)
  --world NAME          which mesh to simulate: ${worldNames().join(', ')} (${DEFAULT_WORLD})
  --scrape-interval N   seconds between two scrapes (15)
  --prometheus-port N   where the simulated Prometheus listens (any free port)
  --kubernetes-port N   where the simulated Kubernetes API listens (any free port)
  --jaeger-port N       where the simulated Jaeger listens (any free port)
  --otlp-url URL        send all traces to an OTLP/HTTP receiver, too: http://localhost:4318 (nowhere)
  --metrics-port N      where demo:mesh serves each proxy's /metrics (any free port)
  --users               people sign in with a token, and see what they may: ann, bob and zoe
  --fault-port N        where faults can be switched on, 0 for any free port (nowhere)

${FAULTS_VARIABLE} holds faults to begin with, as a JSON list.`;

/** Reads command line and environment. Throws an Error with a sentence for people when they cannot be meant. */
export function readDemoOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3000' },
      world: { type: 'string', default: DEFAULT_WORLD },
      'scrape-interval': { type: 'string', default: '15' },
      'prometheus-port': { type: 'string', default: '0' },
      'kubernetes-port': { type: 'string', default: '0' },
      'jaeger-port': { type: 'string', default: '0' },
      'metrics-port': { type: 'string', default: '0' },
      'otlp-url': { type: 'string' },
      'fault-port': { type: 'string' },
      users: { type: 'boolean', default: false },
    },
  });
  const world = findWorld(values.world);
  if (world === undefined)
    throw new Error(`There is no world "${values.world}": try ${worldNames().join(' or ')}.`);
  return {
    world,
    port: readNumber('--port', values.port, 1, 65_535),
    scrapeIntervalSeconds: readNumber('--scrape-interval', values['scrape-interval'], 1, 300),
    prometheusPort: readNumber('--prometheus-port', values['prometheus-port'], 0, 65_535),
    kubernetesPort: readNumber('--kubernetes-port', values['kubernetes-port'], 0, 65_535),
    jaegerPort: readNumber('--jaeger-port', values['jaeger-port'], 0, 65_535),
    metricsPort: readNumber('--metrics-port', values['metrics-port'], 0, 65_535),
    ...(values['otlp-url'] === undefined ? {} : { otlpUrl: readReceiver(values['otlp-url']) }),
    hasUsers: values.users,
    faults: readFaults(env[FAULTS_VARIABLE] ?? ''),
    ...(values['fault-port'] === undefined
      ? {}
      : { faultPort: readNumber('--fault-port', values['fault-port'], 0, 65_535) }),
  };
}

function readFaults(text: string): Fault[] {
  if (text.trim() === '') return [];
  try {
    return parseFaultsJson(text);
  } catch (error) {
    throw new Error(`${FAULTS_VARIABLE}: ${error instanceof Error ? error.message : 'not readable'}`, {
      cause: error,
    });
  }
}

function readReceiver(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search !== '')
    throw new Error('--otlp-url is an http or https address without user, password and parameters.');
  // People copy either one.
  return text.replace(/(\/v1\/traces)?\/*$/, '');
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${name} is a whole number from ${least} to ${most}.`);
}
