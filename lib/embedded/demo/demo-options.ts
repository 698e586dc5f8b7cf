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
  --metrics-port N      where demo:mesh serves each proxy's /metrics (any free port)
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
      'fault-port': { type: 'string' },
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

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${name} is a whole number from ${least} to ${most}.`);
}
