import { warmUp } from './measure-graph';
import { loadNow, say } from './say';
import type { SlowProxy } from './slow-proxy';
import { printNumber, printSpread, printTable, printVerdict, spreadOf } from './table';
import { memberHeaders, startTeam, type Team } from './team';
import { watchGraph, type Audience, type Watched } from './watch-graph';
import { GRAPH, withApplication, withPrometheus, type Bench } from './with-mesh';

const WORKLOADS = 100;
const NAMESPACES = Array.from({ length: 10 }, (_none, i) => `namespace-${i}`);
const VISIBLE = NAMESPACES.slice(0, 5);
const NORMAL = { refresh: '15s', refreshSeconds: 15, seconds: 60 } as const;
const QUICK = { refresh: '5s', refreshSeconds: 5, seconds: 40 } as const;

const WARM_UP_MS = 6_000;
/** Longer than an answer of Prometheus to the same question is remembered. */
const FORGOTTEN_MS = 3_000;

interface Group {
  readonly name: string;
  readonly audience: Omit<Audience, 'viewers'>;
  readonly sizes: readonly number[];
  readonly team?: Team;
}

/** Viewers who look at the same: what one, ten and a hundred of them cost Prometheus and us. */
export async function benchViewers(): Promise<void> {
  const team = await startTeam(NAMESPACES, VISIBLE);
  const signedIn = { ...NORMAL, headersOf: memberHeaders };
  const groups: Group[] = [
    { name: 'every 15 s', audience: NORMAL, sizes: [1, 10, 100] },
    { name: 'every 5 s', audience: QUICK, sizes: [1, 100] },
    { name: 'signed in, half may be seen', audience: signedIn, sizes: [1, 100], team },
  ];
  const nowSeconds = Math.floor(Date.now() / 1000);
  const scrapes = { fromSeconds: nowSeconds - 600, toSeconds: nowSeconds + 1_500, everySeconds: 120 };
  const rows: string[][] = [];
  const verdicts: string[] = [];
  try {
    await withPrometheus(
      { workloads: WORKLOADS },
      async (proxy) => {
        for (const group of groups) {
          const all: Watched[] = [];
          for (const viewers of group.sizes) {
            const watched = await benchAudience(proxy, group, viewers);
            all.push(watched);
            rows.push(toRow(`${group.name}: ${viewers}`, watched));
            say(`… ${group.name}: ${viewers} viewers measured, load ${loadNow()}`);
          }
          const ratio = (all.at(-1)?.queriesAMinute ?? Number.NaN) / (all[0]?.queriesAMinute ?? Number.NaN);
          verdicts.push(
            printVerdict(`${group.name}: queries for 100 viewers to those for one`, ratio, 1.1, 'times'),
          );
        }
        say(`\n## Viewers of one scope, ${WORKLOADS} workloads\n`);
        say(printTable(HEAD, rows));
        for (const verdict of verdicts) say(verdict);
        await withApplication(proxy, sayUnchanged);
      },
      scrapes,
    );
  } finally {
    await team.close();
  }
}

function benchAudience(proxy: SlowProxy, { audience, team }: Group, viewers: number): Promise<Watched> {
  return withApplication(
    proxy,
    async (bench) => {
      const headers = audience.headersOf?.(0) ?? {};
      const atSeconds = Math.floor(Date.now() / 1000) - 60;
      await warmUp(bench, GRAPH, atSeconds, { headers, mostMs: WARM_UP_MS });
      await new Promise((resolve) => setTimeout(resolve, FORGOTTEN_MS));
      return watchGraph(bench, { ...audience, viewers });
    },
    team,
  );
}

const HEAD = [
  'viewers',
  'wait, ms',
  'answers made',
  's from one to the next',
  'queries of one',
  'queries a minute',
  'CPU a minute, ms',
  'not sent again, %',
  'kB a refresh',
];

function toRow(name: string, watched: Watched): string[] {
  return [
    name,
    printSpread(spreadOf(watched.waitMs)),
    String(watched.made),
    watched.gapSeconds.toFixed(2),
    watched.queriesOfOne.toFixed(1),
    watched.queriesAMinute.toFixed(1),
    printNumber(watched.cpuMsAMinute),
    printNumber((100 * watched.unchanged) / watched.refreshes),
    printNumber(watched.bytes / watched.refreshes / 1000),
  ];
}

const REPEATS = 200;

/** What a viewer costs whose graph is there already: one who has nothing, and one who has the very same. */
async function sayUnchanged({ application }: Bench): Promise<void> {
  const young = { 'cache-control': 'max-age=60' };
  const { headers } = await application.ask(GRAPH, young);
  const costOf = async (more: Readonly<Record<string, string>>) => {
    const waitMs: number[] = [];
    let [bytes, status] = [0, 0];
    const ask = async () => {
      const answer = await application.ask(GRAPH, { ...young, ...more });
      ({ bytes, status } = answer);
      waitMs.push(answer.wallMs);
    };
    for (let run = 0; run < REPEATS; run += 1) await ask();
    waitMs.length = 0;
    await application.reset();
    for (let run = 0; run < REPEATS; run += 1) await ask();
    const { cpuMs } = await application.cost();
    return [String(status), printSpread(spreadOf(waitMs)), printNumber(cpuMs / REPEATS), String(bytes)];
  };
  const rows = [
    ['has nothing', ...(await costOf({}))],
    ['has the same', ...(await costOf({ 'if-none-match': headers.etag ?? '' }))],
  ];
  say('\n## A viewer for whom the graph is there\n');
  say(printTable(['viewer', 'status', 'wait, ms', 'CPU, ms', 'bytes'], rows));
}
