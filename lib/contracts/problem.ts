import * as z from 'zod';

/** RFC 9457 problem details, as every failing API answer carries them (`application/problem+json`). */
export const problemSchema = z.object({
  /** Address of the page that explains the code. */
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** Same as the page's name in `docs/errors/`. */
  code: z.string(),
  detail: z.string(),
  /** The query parameter that is wrong, where there is one. */
  field: z.string().optional(),
});

export type ProblemAnswer = z.infer<typeof problemSchema>;
