import type { Page } from 'playwright';
import { openMeter, type ObjectCount, type PageMemory } from './page-memory';

const EIGHTHS = 8;
/** What the last eighth may hold to what the second one held: the first warms up caches and compiled code. */
const MOST_GROWTH = 1.05;
const MOST_KINDS = 12;

/** Does an eighth of the work eight times, says what the page holds after each, and judges whether it grew. */
export async function measureEighths(
  page: Page,
  what: string,
  workEighth: (eighth: number) => Promise<void>,
  /** Whether to tell which kinds of objects became more. */
  isCounted: boolean,
): Promise<void> {
  const meter = await openMeter(page);
  const held: PageMemory[] = [await meter.read()];
  process.stdout.write(`\n${what}\n  at the start   ${printMemory(held[0])}\n`);
  let early: Map<string, ObjectCount> | undefined;
  for (let eighth = 0; eighth < EIGHTHS; eighth += 1) {
    await workEighth(eighth);
    held.push(await meter.read());
    process.stdout.write(`  after eighth ${eighth + 1} ${printMemory(held.at(-1))}\n`);
    if (isCounted && eighth === 1) early = await meter.countObjects();
  }
  for (const { what, unit, read } of JUDGED) judge(what, unit, held.map(read));
  if (early !== undefined) printGrowth(early, await meter.countObjects());
}

/** What must not grow. */
const JUDGED: readonly { what: string; unit: string; read: (memory: PageMemory) => number }[] = [
  { what: 'heap', unit: 'MiB', read: ({ heapMiB }) => heapMiB },
  // How many are seen is a matter of what there is to see at that moment.
  {
    what: 'nodes of the DOM that nobody sees',
    unit: '',
    read: ({ domNodes, seenNodes }) => domNodes - seenNodes,
  },
  { what: 'listeners of events', unit: '', read: ({ listeners }) => listeners },
  { what: 'documents', unit: '', read: ({ documents }) => documents },
];

function printMemory(memory: PageMemory | undefined): string {
  if (memory === undefined) return '';
  const { heapMiB, domNodes, seenNodes, listeners, documents, residentMiB } = memory;
  const told = [`${domNodes} nodes (${seenNodes} seen)`, `${listeners} listeners`, `${documents} documents`];
  return `${heapMiB.toFixed(2).padStart(7)} MiB, ${told.join(', ')}, ${residentMiB.toFixed(0)} MiB resident`;
}

function judge(what: string, unit: string, held: readonly number[]): void {
  const [early = Number.NaN, late = Number.NaN] = [held[2], held.at(-1)];
  const times = late / early;
  const figures = [early, late].map((figure) => `${figure.toFixed(unit === '' ? 0 : 2)} ${unit}`.trim());
  const verdict = times <= MOST_GROWTH ? 'keeps' : 'BREAKS';
  process.stdout.write(
    `  ${verdict.padEnd(6)} ${what}: last eighth to second ${times.toFixed(3)} times, at most ${MOST_GROWTH} (${figures.join(' to ')})\n`,
  );
}

/** The kinds that take the most bytes more. */
function printGrowth(early: ReadonlyMap<string, ObjectCount>, late: ReadonlyMap<string, ObjectCount>): void {
  const grown = [...late]
    .map(([kind, { count, bytes }]) => {
      const before = early.get(kind) ?? { count: 0, bytes: 0 };
      return { kind, more: count - before.count, bytes: bytes - before.bytes };
    })
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_KINDS);
  for (const { kind, more, bytes } of grown)
    process.stdout.write(
      `    ${(bytes / 1024).toFixed(1).padStart(8)} KiB, ${String(more).padStart(6)} more: ${kind}\n`,
    );
}
