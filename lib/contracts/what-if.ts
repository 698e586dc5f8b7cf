import * as z from 'zod';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';
import { whatIfKinds } from './what-if-kinds';

/** What `POST /api/what-if` is asked. */
export const whatIfBodySchema = z.strictObject({
  /** YAML, as for `kubectl apply`: one or more documents. */
  documents: z.string(),
  /** As of `GET /api/graph`. */
  window: z.string().optional(),
  /** Unix seconds. */
  at: z.number().optional(),
  namespaces: z.array(z.string()).optional(),
});

export const changeVerdicts = ['breaks', 'changes', 'unaffected', 'undecidable', 'projected'] as const;

/** What calls come to. */
export const callStateSchema = z.object({
  /** `mixed`: parts of them differ. */
  state: z.enum(['passes', 'refused', 'unknown', 'mixed']),
  security: z.enum(['mutual', 'plaintext', 'broken', 'unknown', 'mixed']),
});

/** An object, or one of its rules, that decides. */
export const changeDeciderSchema = z.object({
  kind: z.enum(whatIfKinds),
  namespace: z.string(),
  name: z.string(),
  /** Counted from 0, as rules are written. */
  rule: z.number().optional(),
  /** Where it stands in `documents`, from 1; absent for what is in the cluster already. */
  line: z.number().optional(),
});

export const missingFacts = [
  'identity',
  'port',
  'path',
  'method',
  'host',
  'header',
  'token',
  'sourceAddress',
  'destinationAddress',
  'serverName',
  'filterState',
  'protocol',
  'externalAuthorizer',
  'policy',
  'caller',
  'connection',
  'proxy',
  'way',
  'service',
  'routing',
] as const;

const endSchema = z.object({
  /** The id of the node in a graph of workloads. */
  id: z.string(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  /** Absent where nobody knows who it is. */
  name: z.string().optional(),
});

export const changedEdgeSchema = z.object({
  /** The id of the edge in a graph of workloads. */
  id: z.string(),
  source: endSchema,
  target: endSchema,
  protocol: z.enum(['http', 'grpc', 'tcp']),
  today: callStateSchema,
  after: callStateSchema,
  verdict: z.enum(changeVerdicts),
  /** What decides then, in words: for instance `rule 1 of shop/deny-all`. */
  rule: z.string().optional(),
  by: z.array(changeDeciderSchema),
  /** What is missing to decide. */
  needs: z.array(z.enum(missingFacts)),
  reason: z.string(),
  /** Per second: of what breaks, else of all of the edge. */
  rate: z.number(),
  unit: z.enum(['requests', 'messages', 'bytes']),
});

/** What cannot be done with a document. */
export const documentProblemSchema = z.object({
  /** Has a page in `docs/errors/`. */
  code: z.string(),
  message: z.string(),
  /** Which document, from 1. */
  document: z.number(),
  /** Where in `documents`, from 1. */
  line: z.number().optional(),
  /** Whether the document was left out. */
  isLeftOut: z.boolean(),
});

export const whatIfSummarySchema = z.object({
  /** A sentence. */
  headline: z.string(),
  /** How many edges of each verdict. */
  counts: z.object({
    breaks: z.number(),
    changes: z.number(),
    unaffected: z.number(),
    undecidable: z.number(),
    projected: z.number(),
  }),
  /** Per second, of what breaks. */
  atRisk: z.object({ requests: z.number(), bytes: z.number() }),
  /** What was evaluated, and whether the cluster has it already. */
  objects: z.array(
    z.object({
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      change: z.enum(['added', 'changed']),
    }),
  ),
  /** Sentences: what the answer is about, and what it is not. */
  limits: z.array(z.string()),
});

/** The answer of `POST /api/what-if`. Nothing of it is kept. */
export const whatIfAnswerSchema = z.object({
  window: z.string(),
  windowSeconds: z.number(),
  /** Unix seconds of the instant that traffic is told of; what is declared is always as it is now. */
  at: z.number(),
  summary: whatIfSummarySchema,
  /** What breaks first, then what cannot be decided, and within that by rate. */
  edges: z.array(changedEdgeSchema),
  problems: z.array(documentProblemSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

export type WhatIfBody = z.infer<typeof whatIfBodySchema>;
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
export type WhatIfSummary = z.infer<typeof whatIfSummarySchema>;
export type ChangedEdge = z.infer<typeof changedEdgeSchema>;
export type ChangeVerdict = ChangedEdge['verdict'];
export type ChangeDecider = z.infer<typeof changeDeciderSchema>;
export type DocumentProblem = z.infer<typeof documentProblemSchema>;
