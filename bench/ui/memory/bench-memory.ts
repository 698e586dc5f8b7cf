// Whether the browser's memory is flat: see bench/README.md. Usage: npm run build && npm run bench:memory [part …]
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../../../e2e/support/chromium';
import {
  benchGraphDay,
  benchMtlsRefreshes,
  benchPolicyRefreshes,
  benchRoutingRefreshes,
} from './day-of-refreshes';
import { benchUse } from './hours-of-use';

/** A day of refreshes every 15 s. */
const DAY = 5_760;
/** Warming up takes a list some hundreds. */
const LIST_REFRESHES = 1_600;
const ROUNDS_OF_USE = 160;

async function main(): Promise<void> {
  const isCounted = process.argv.includes('--objects');
  const asked = process.argv.slice(2).filter((one) => !one.startsWith('--'));
  const times = readTimes();
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  const list = { browser, refreshes: times ?? LIST_REFRESHES, isCounted };
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    graph: () => benchGraphDay({ browser, refreshes: times ?? DAY, isCounted }),
    mtls: () => benchMtlsRefreshes(list),
    policies: () => benchPolicyRefreshes(list),
    routing: () => benchRoutingRefreshes(list),
    use: () => benchUse({ browser, rounds: times ?? ROUNDS_OF_USE, isCounted }),
  };
  try {
    if (asked.some((name) => !Object.hasOwn(parts, name)))
      throw new Error(`Parts are: ${Object.keys(parts).join(', ')}.`);
    for (const [name, part] of Object.entries(parts))
      if (asked.length === 0 || asked.includes(name)) await part();
  } finally {
    await browser.close();
  }
}

/** `--times=800`: refreshes, or rounds of use, in the place of each part's own. */
function readTimes(): number | undefined {
  const said = process.argv.find((one) => one.startsWith('--times='));
  if (said === undefined) return undefined;
  const times = Number(said.slice('--times='.length));
  if (!Number.isInteger(times) || times < 8) throw new Error('Times are a whole number of at least 8.');
  return times;
}

await main();
