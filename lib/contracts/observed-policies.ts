import * as z from 'zod';
import { proxySchema } from './declared-security';
import { protocolSchema, rateUnitSchema } from './graph';
import { appliedKindSchema, appliedPolicySchema } from './policies';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';
import { missingFacts } from './what-if';

export const coverages = [
  'covered',
  /** Only some of its pods. */
  'partly',
  /** Only its waypoint, which callers with a sidecar of their own go past. */
  'atWaypoint',
  'none',
  /** Policies are meant for it, and no proxy of it enforces them. */
  'unenforced',
  /** It is a waypoint itself. */
  'waypoint',
  'unknown',
] as const;

export const policyFindingSchema = z.object({
  code: z.enum([
    'notCovered',
    'unprotectedTraffic',
    'deniedTraffic',
    'passesThoughDenied',
    'refusedThoughAllowed',
    'unusedPermissions',
    'policyWithoutEffect',
  ]),
  weight: z.enum(['problem', 'advice', 'note']),
  message: z.string(),
});

export const observedWorkloadSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  /** By its labels, as graphs name it; absent where it has none. */
  app: z.string().optional(),
  version: z.string().optional(),
  /** Names of the services that select it. */
  services: z.array(z.string()),
  proxy: proxySchema,
  coverage: z.enum(coverages),
  /** Why: a sentence. */
  reason: z.string(),
  /** AuthorizationPolicies that are for it, in the order in which they are asked. */
  policies: z.array(appliedPolicySchema.omit({ kind: true, about: true })),
  /** How many edges lead to it. */
  callers: z.number(),
  /** The gravest first. */
  findings: z.array(policyFindingSchema),
});

/** An end of an edge in a graph of workloads. */
const endSchema = z.object({
  id: z.string(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  /** Absent where nobody knows who it is. */
  name: z.string().optional(),
  app: z.string().optional(),
  version: z.string().optional(),
  kind: z.enum(['app', 'workload', 'service', 'unknown', 'external', 'aggregate', 'hidden']),
});

/** An object, or one of its rules, that decides. */
export const deciderSchema = z.object({
  kind: z.enum(['AuthorizationPolicy', 'PeerAuthentication', 'DestinationRule']),
  namespace: z.string(),
  name: z.string(),
  /** Counted from 0, as rules are written. */
  rule: z.number().optional(),
});

export const declaredVerdicts = ['allowed', 'denied', 'undecidable', 'mixed'] as const;
export const seenStates = ['passes', 'partlyRefused', 'refused', 'silent'] as const;
export const agreements = ['agrees', 'passesThoughDenied', 'refusedThoughAllowed', 'open'] as const;

export const observedEdgeSchema = z.object({
  /** Of the edge in a graph of workloads. */
  id: z.string(),
  source: endSchema,
  target: endSchema,
  protocol: protocolSchema,
  unit: rateUnitSchema,
  /** Per second. */
  rate: z.number(),
  /** What today's policies say. */
  declared: z.object({
    /** `mixed`: parts that are protected differently come to different ends. */
    verdict: z.enum(declaredVerdicts),
    by: z.array(deciderSchema),
    /** What is missing to decide. */
    needs: z.array(z.enum(missingFacts)),
    reason: z.string(),
    /** Whoever the caller may be for the proxies that decide; null stands for plaintext. */
    identities: z.array(z.string().nullable()),
  }),
  /** What was seen in the window. */
  observed: z.object({
    state: z.enum(seenStates),
    /** 0 to 1. */
    refusedShare: z.number(),
    signs: z.array(
      z.object({
        code: z.string(),
        flags: z.string(),
        /** In the edge's unit per second; of closed connections, these per second. */
        rate: z.number(),
        proof: z.enum(['policy', 'likely', 'closed', 'connection']),
      }),
    ),
    reason: z.string(),
  }),
  agreement: z.enum(agreements),
  /** Whether any ALLOW, DENY or CUSTOM policy is for what comes by it. */
  guard: z.enum(['guarded', 'unguarded', 'partly', 'unknown']),
});

export const permissionUses = ['used', 'unused', 'undecidable', 'unobeyed', 'unknown'] as const;

/** A rule of an ALLOW policy. */
export const permissionSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Counted from 0, as rules are written. */
  rule: z.number(),
  /** The rule in a line. */
  says: z.string(),
  /** `unused`: nothing that was seen in the window fits, which says nothing about other times. */
  use: z.enum(permissionUses),
  needs: z.array(z.enum(missingFacts)),
  /** Edges that use it, or may: at most ten. */
  edges: z.array(z.string()),
  /** Whom the rule names, one by one. */
  sources: z.array(
    z.object({
      field: z.string(),
      value: z.string(),
      use: z.enum(permissionUses),
      needs: z.array(z.enum(missingFacts)),
    }),
  ),
});

/** The answer of `GET /api/policies/observed`. */
export const observedPoliciesAnswerSchema = z.object({
  window: z.string(),
  windowSeconds: z.number(),
  /** Unix seconds of the instant that traffic is told of; what is declared is always as it is now. */
  at: z.number(),
  /** As metrics name the cluster; absent where they do not tell. */
  cluster: z.string().optional(),
  rootNamespace: z.string(),
  /** Without it there are no edges, and nothing can be told of what is used. */
  isTrafficKnown: z.boolean(),
  /** By namespace and name. */
  workloads: z.array(observedWorkloadSchema),
  edges: z.array(observedEdgeSchema),
  permissions: z.array(permissionSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

/** The answer of `GET /api/policies/yaml`. */
export const policyYamlAnswerSchema = z.object({
  object: z.object({ kind: appliedKindSchema, namespace: z.string(), name: z.string() }),
  /** As it is declared, without what the cluster adds. */
  text: z.string(),
  /** Where each rule stands, in lines from 1. */
  places: z.array(z.object({ path: z.string(), firstLine: z.number(), lastLine: z.number() })),
});

export type ObservedPoliciesAnswer = z.infer<typeof observedPoliciesAnswerSchema>;
export type ObservedPolicyWorkload = z.infer<typeof observedWorkloadSchema>;
export type ObservedPolicyEdge = z.infer<typeof observedEdgeSchema>;
export type Coverage = ObservedPolicyWorkload['coverage'];
export type DeclaredVerdict = ObservedPolicyEdge['declared']['verdict'];
export type SeenState = ObservedPolicyEdge['observed']['state'];
export type Agreement = ObservedPolicyEdge['agreement'];
export type PolicyDecider = z.infer<typeof deciderSchema>;
export type PolicyFinding = z.infer<typeof policyFindingSchema>;
export type PolicyPermission = z.infer<typeof permissionSchema>;
export type PermissionUse = PolicyPermission['use'];
export type PolicyYamlAnswer = z.infer<typeof policyYamlAnswerSchema>;
