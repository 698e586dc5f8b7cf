import fs from 'node:fs/promises';
import type { Page } from 'playwright';

/** What a page holds once nothing more can be collected. */
export interface PageMemory {
  readonly heapMiB: number;
  readonly domNodes: number;
  /** How many of these are in the document; the others are held though nobody sees them. */
  readonly seenNodes: number;
  readonly listeners: number;
  readonly documents: number;
  /** Of the process that draws the page (Linux only): with what the browser itself keeps, and never given back at once. */
  readonly residentMiB: number;
}

export interface MemoryMeter {
  read(): Promise<PageMemory>;
  /** How many objects of each kind there are, and their bytes. */
  countObjects(): Promise<Map<string, ObjectCount>>;
}

export interface ObjectCount {
  readonly count: number;
  readonly bytes: number;
}

const COUNT_NODES = `(() => {
  const walker = document.createTreeWalker(document);
  let count = 1;
  while (walker.nextNode()) count += 1;
  return count;
})()`;

export async function openMeter(page: Page): Promise<MemoryMeter> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  const collect = async () => {
    // What the first collection finishes off, only the second one frees.
    for (let time = 0; time < 2; time += 1) await session.send('HeapProfiler.collectGarbage');
  };
  return {
    async read() {
      await collect();
      const { metrics } = await session.send('Performance.getMetrics');
      const find = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      return {
        heapMiB: find('JSHeapUsedSize') / 2 ** 20,
        domNodes: find('Nodes'),
        seenNodes: await page.evaluate<number>(COUNT_NODES),
        listeners: find('JSEventListeners'),
        documents: find('Documents'),
        residentMiB: await readResidentMiB(page),
      };
    },
    async countObjects() {
      await collect();
      const chunks: string[] = [];
      const keep = ({ chunk }: { chunk: string }) => chunks.push(chunk);
      session.on('HeapProfiler.addHeapSnapshotChunk', keep);
      await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
      session.off('HeapProfiler.addHeapSnapshotChunk', keep);
      return countNodes(JSON.parse(chunks.join('')) as HeapSnapshot);
    },
  };
}

/** The part of V8's snapshots that is read here. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly (readonly string[])[];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** Kinds whose name is their content, not a constructor. */
const CONTENTS = new Set([
  'string',
  'concatenated string',
  'sliced string',
  'number',
  'code',
  'hidden',
  'symbol',
]);

function countNodes({ snapshot: { meta }, nodes, strings }: HeapSnapshot): Map<string, ObjectCount> {
  const fields = meta.node_fields;
  const [typeAt, nameAt, sizeAt] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const types = meta.node_types[typeAt ?? 0] ?? [];
  const counts = new Map<string, ObjectCount>();
  for (let start = 0; start < nodes.length; start += fields.length) {
    const read = (at: number | undefined) => nodes[start + (at ?? 0)] ?? 0;
    const type = types[read(typeAt)] ?? '?';
    const kind = CONTENTS.has(type) ? `(${type})` : `${type} ${strings[read(nameAt)]?.slice(0, 60) ?? '?'}`;
    const { count, bytes } = counts.get(kind) ?? { count: 0, bytes: 0 };
    counts.set(kind, { count: count + 1, bytes: bytes + read(sizeAt) });
  }
  return counts;
}

async function readResidentMiB(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) return Number.NaN;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => readStatusMiB(id)),
  );
  return Math.max(...sizes);
}

async function readStatusMiB(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}
