import * as z from 'zod';
import { sentQuerySchema, sourcesSchema } from './source-status';

/** Why a graph is empty or odd. */
export const diagnosisSchema = z.object({
  code: z.string(),
  /** `cause`: enough to leave the graph empty or wrong. `care`: takes a part of it away. */
  weight: z.enum(['cause', 'care']),
  finding: z.string(),
  evidence: z.string(),
  cure: z.string(),
});

/** The answer of `GET /api/doctor`. */
export const doctorAnswerSchema = z.object({
  /** Causes first; empty where nothing was found. */
  diagnoses: z.array(diagnosisSchema),
  /** As a rule, between two samples of one series. */
  scrapeIntervalSeconds: z.number().optional(),
  sources: sourcesSchema,
  queries: z.array(sentQuerySchema),
});

export type DoctorAnswer = z.infer<typeof doctorAnswerSchema>;
