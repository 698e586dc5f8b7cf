import * as z from 'zod';
import { warningSchema } from './source-status';

/** The answer of `GET /api/session`: who asks, or how to sign in. Whoever is not signed in learns nothing else. */
export const sessionAnswerSchema = z.object({
  mode: z.enum(['none', 'header', 'token', 'oidc']),
  isSignedIn: z.boolean(),
  /** As they are called; absent where nobody signs in, or nobody tells. */
  name: z.string().optional(),
  /** How many namespaces they may see; `all` where nothing is hidden. Absent for whoever is not signed in. */
  sees: z.union([z.literal('all'), z.number()]).optional(),
  /** Whether there is a session here that can be ended. */
  canSignOut: z.boolean(),
  warnings: z.array(warningSchema),
});

/** What `POST /api/session` is given. */
export const sessionBodySchema = z.strictObject({ token: z.string() });

/** The answer of `POST /api/session/end`. */
export const signedOutSchema = z.object({
  /** Where the session at the identity provider is ended. */
  continueAt: z.string().optional(),
});

export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;
export type SignedOut = z.infer<typeof signedOutSchema>;
