import * as z from 'zod';
import { sourcesSchema } from './source-status';

/** The answer of `GET /api/namespaces`: what the namespace picker offers. */
export const namespacesAnswerSchema = z.object({
  namespaces: z.array(
    z.object({
      name: z.string(),
      /** Which source knows it. */
      knownBy: z.array(z.enum(['kubernetes', 'prometheus'])),
      /** How its pods join the mesh; absent when the cluster could not be asked. */
      dataPlane: z.enum(['sidecar', 'ambient', 'none']).optional(),
    }),
  ),
  sources: sourcesSchema,
});

export type NamespacesAnswer = z.infer<typeof namespacesAnswerSchema>;
