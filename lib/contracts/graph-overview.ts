import * as z from 'zod';

/** A box that is drawn as one node. */
const foldedBoxSchema = z.object({
  /** The id of its node. */
  node: z.string(),
  /** Its own id, as in the `fold` of an address: `ns:payments`. */
  box: z.string(),
  /** Ids of the nodes inside, sorted. */
  members: z.array(z.string()),
  /** Ids of the edges that both start and end inside, sorted. */
  innerEdges: z.array(z.string()),
  /** What flows inside, per second, and is therefore on no edge. */
  inner: z.object({
    requests: z.number(),
    errors: z.number(),
    messages: z.number(),
    bytes: z.number(),
  }),
});

/** What a graph is that holds only what is drawn first. */
export const graphOverviewSchema = z.object({
  /** Nodes of the whole graph, and how many of them are there as themselves. */
  total: z.number(),
  shown: z.number(),
  /** Nodes outside of all boxes that are left out. */
  leftOut: z.number(),
  lines: z.object({ shown: z.number(), leftOut: z.number() }),
  boxes: z.array(foldedBoxSchema),
  /** Of each edge that leads from or to a box, the ids of the edges it stands for. */
  mergedEdges: z.array(z.object({ id: z.string(), edges: z.array(z.string()) })),
});

export type GraphOverview = z.infer<typeof graphOverviewSchema>;
