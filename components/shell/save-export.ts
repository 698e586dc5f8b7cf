import { type ExportScope, nameExportFile } from '@/lib/client/export/file-name';
import type { NodePosition } from '@/lib/client/export/graph-json';
import { formatUtc } from '@/lib/client/format-time';
import { listEdgeRows, listNodeRows } from '@/lib/client/graph-rows';
import { describeNamespaces } from '@/lib/client/namespace-choice';
import { saveFile } from '@/lib/client/save-file';
import type { GraphAnswer } from '@/lib/contracts/graph';

/** What can be drawn and placed only where the graph is on the canvas. */
export interface DrawnGraph {
  readonly positions: ReadonlyMap<string, NodePosition>;
  svg(caption: string): string;
  png(caption: string): Promise<Blob>;
}

export interface ExportCanvas {
  drawn(): DrawnGraph | undefined;
}

interface FormatWords {
  readonly label: string;
  readonly hint: string;
  readonly ending: string;
  readonly type: string;
  readonly needsCanvas: boolean;
}

export const exportFormats = {
  png: { label: 'PNG', hint: 'whole graph, × 2', ending: '.png', type: 'image/png', needsCanvas: true },
  svg: { label: 'SVG', hint: 'text stays text', ending: '.svg', type: 'image/svg+xml', needsCanvas: true },
  json: {
    label: 'JSON',
    hint: 'answer and places',
    ending: '.json',
    type: 'application/json',
    needsCanvas: false,
  },
  nodes: {
    label: 'Nodes as CSV',
    hint: 'raw numbers',
    ending: '-nodes.csv',
    type: 'text/csv',
    needsCanvas: false,
  },
  edges: {
    label: 'Edges as CSV',
    hint: 'raw numbers',
    ending: '-edges.csv',
    type: 'text/csv',
    needsCanvas: false,
  },
  mermaid: { label: 'Mermaid', hint: 'for Markdown', ending: '.mmd', type: 'text/plain', needsCanvas: false },
  dot: {
    label: 'Graphviz DOT',
    hint: 'for dot',
    ending: '.dot',
    type: 'text/vnd.graphviz',
    needsCanvas: false,
  },
} as const satisfies Readonly<Record<string, FormatWords>>;

export type ExportFormat = keyof typeof exportFormats;

/** Writes the graph in a format and saves it as a file; answers with a sentence where that failed. */
export async function saveExport(
  format: ExportFormat,
  graph: GraphAnswer,
  scope: ExportScope,
  drawn: DrawnGraph | undefined,
): Promise<string | undefined> {
  const { ending, type } = exportFormats[format];
  const caption = `${describeNamespaces(scope.namespaces)} · last ${graph.window} up to ${formatUtc(graph.at)} · Telltale`;
  try {
    const content = await write(format, graph, drawn, caption);
    if (content === undefined) return 'There is no drawing to save.';
    saveFile(
      nameExportFile(scope, ending),
      content instanceof Blob ? content : new Blob([content], { type }),
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'The file could not be written.';
  }
}

/** Loads the writer of a format when it is asked for: nobody needs it to see the graph. */
async function write(
  format: ExportFormat,
  graph: GraphAnswer,
  drawn: DrawnGraph | undefined,
  caption: string,
): Promise<Blob | string | undefined> {
  switch (format) {
    case 'png':
      return drawn?.png(caption);
    case 'svg':
      return drawn?.svg(caption);
    case 'json':
      return (await import('@/lib/client/export/graph-json')).writeGraphJson(graph, drawn?.positions);
    case 'nodes':
      return (await import('@/lib/client/export/graph-csv')).writeNodesCsv(listNodeRows(graph));
    case 'edges':
      return (await import('@/lib/client/export/graph-csv')).writeEdgesCsv(listEdgeRows(graph));
    case 'mermaid':
      return (await import('@/lib/client/export/mermaid')).writeMermaid(graph);
    case 'dot':
      return (await import('@/lib/client/export/dot')).writeDot(graph);
  }
}
