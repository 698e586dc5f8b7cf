import * as z from 'zod';

/** One event of `GET /api/changes` (server-sent events, event name `change`). */
export const changeEventSchema = z.object({
  /** Grows with every change seen in the cluster. */
  revision: z.number(),
  /** Plural names of the kinds that changed: `virtualservices`, `deployments`. */
  kinds: z.array(z.string()),
  /** Unix seconds. */
  at: z.number(),
});

export type ChangeEvent = z.infer<typeof changeEventSchema>;
