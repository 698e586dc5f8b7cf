// What the server's side costs, through a real Prometheus: see bench/README.md. Usage: npm run build && npm run bench
import os from 'node:os';
import { benchBrowser } from './bench-browser';
import { benchMemory } from './bench-memory';
import { benchNamespaces } from './bench-namespaces';
import { benchSeries } from './bench-series';
import { benchSizes } from './bench-sizes';
import { benchSpots } from './bench-spots';
import { benchViewers } from './bench-viewers';
import { loadNow, say } from './say';

/** Workloads. */
const SIZES = [10, 100, 200, 500, 1_000, 2_000];

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  sizes: () => benchSizes(readSizes()),
  series: benchSeries,
  namespaces: benchNamespaces,
  viewers: benchViewers,
  memory: benchMemory,
  spots: benchSpots,
  browser: benchBrowser,
};

/** `--sizes=10,100` measures other sizes, in this order. */
function readSizes(): readonly number[] {
  const said = process.argv.find((one) => one.startsWith('--sizes='));
  if (said === undefined) return SIZES;
  const sizes = said.slice('--sizes='.length).split(',').map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 1)) throw new Error('Sizes are whole numbers.');
  return sizes;
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((one) => !one.startsWith('--'));
  const unknown = asked.filter((name) => !(name in PARTS));
  if (unknown.length > 0) throw new Error(`Parts are: ${Object.keys(PARTS).join(', ')}.`);
  say(`${os.availableParallelism()} cores, Node ${process.version}, load ${loadNow()} at the start`);
  for (const [name, part] of Object.entries(PARTS))
    if (asked.length === 0 || asked.includes(name)) {
      await part();
      say(`\nload ${loadNow()} after ${name}`);
    }
}

await main();
