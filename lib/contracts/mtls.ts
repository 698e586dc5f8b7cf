import * as z from 'zod';
import { mtlsModeSchema, proxySchema } from './declared-security';
import { sentQuerySchema, sourcesSchema, warningSchema } from './source-status';

/** What decided a mode. Policies have a namespace and a name. */
export const deciderSchema = z.object({
  kind: z.enum(['PeerAuthentication', 'IstioDefault', 'DataPlane', 'Several']),
  namespace: z.string().optional(),
  name: z.string().optional(),
  level: z.enum(['proxy', 'default', 'mesh', 'namespace', 'workload', 'port']),
  /** A sentence. */
  reason: z.string(),
});

/** One policy that was considered, the most specific level first. */
export const trailEntrySchema = z.object({
  kind: z.literal('PeerAuthentication'),
  namespace: z.string(),
  name: z.string(),
  level: z.enum(['mesh', 'namespace', 'workload']),
  /** For instance `STRICT`, `UNSET` or `PERMISSIVE, port 8081 STRICT`. */
  says: z.string(),
  verdict: z.enum([
    'decides',
    /** Some ports only. */
    'decidesPorts',
    /** By a more specific policy. */
    'overridden',
    /** It leaves the mode open. */
    'inherits',
    /** By an older policy of the same level. */
    'shadowed',
    /** It can have no effect where it stands. */
    'ignored',
    'malformed',
    /** There is no proxy to obey it. */
    'noEffect',
  ]),
  reason: z.string(),
});

/** Rates per second. `unknown`: nobody who could tell has told. */
const securityRates = { mutual: z.number(), plaintext: z.number(), unknown: z.number() };
const securityRatesSchema = z.object(securityRates);

export const observedCallerSchema = z.object({
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  /** Absent where nobody knows who it is: most often a caller without a proxy. */
  name: z.string().optional(),
  /** As its certificates say. */
  principals: z.array(z.string()),
  /** Requests per second. */
  ...securityRates,
  /** Bytes per second of TCP. */
  bytes: securityRatesSchema,
});

export const observedStates = ['mutual', 'partly', 'plaintext', 'unknown', 'silent'] as const;

export const observedSecuritySchema = z.object({
  /** All mutual, a part, none of it, nobody can tell, or nothing was called. */
  state: z.enum(observedStates),
  /** Of requests where there are any, else of bytes; 0 to 1. Absent where nothing was seen. */
  mutualShare: z.number().optional(),
  /** Requests per second. */
  ...securityRates,
  /** Bytes per second of TCP. */
  bytes: securityRatesSchema,
  /** Why something is unknown. */
  reason: z.string().optional(),
  /** The busiest first, at most 100. */
  callers: z.array(observedCallerSchema),
  /** How many callers there are. */
  callerCount: z.number(),
});

export const contradictionSchema = z.object({
  code: z.enum([
    'strictButPlaintext',
    'permissiveThoughMutual',
    'disableButClientInsists',
    'namespaceDisableButStrict',
    'policySelectsNothing',
    'policyIgnored',
    'policyShadowed',
    'policyMalformed',
    'ruleAgainstStrict',
    'exceptionInStrict',
    'proxyMissing',
  ]),
  /** `problem` breaks calls or protects less than it says; `advice` could be better; `note` is to be known. */
  weight: z.enum(['problem', 'advice', 'note']),
  message: z.string(),
  objects: z.array(z.object({ kind: z.string(), namespace: z.string(), name: z.string() })),
});

export const blockerSchema = z.object({
  kind: z.enum([
    'unknownCaller',
    'plaintextCaller',
    'callerWithoutProxy',
    'ambientCaller',
    'destinationRule',
    'workloadWithoutProxy',
  ]),
  /** What is called. */
  namespace: z.string(),
  workload: z.string(),
  /** Who calls; absent where nobody knows. */
  caller: z.object({ namespace: z.string().optional(), name: z.string() }).optional(),
  /** Per second, of what would break. */
  rate: z.number(),
  unit: z.enum(['requests', 'bytes']),
  /** The DestinationRule that is in the way, as `namespace/name`. */
  rule: z.string().optional(),
  /** Workloads without a proxy, one of which an unknown caller may be, as `namespace/name`. */
  suspects: z.array(z.string()).optional(),
  reason: z.string(),
});

/** What would happen if it became STRICT now. */
export const readinessSchema = z.object({
  verdict: z.enum(['ready', 'notReady', 'unknown']),
  /** It is STRICT as it is. */
  isStrict: z.boolean(),
  blockers: z.array(blockerSchema),
  /** What keeps the verdict from being certain. */
  unknowns: z.array(z.string()),
  /** What to know besides. */
  notes: z.array(z.string()),
  /** What to apply, for `kubectl apply -f`; absent where there is nothing to do or no way to do it. */
  yaml: z.string().optional(),
});

const entry = {
  /** As its proxies name it; absent where they do not tell. */
  cluster: z.string().optional(),
  namespace: z.string(),
  name: z.string(),
  mode: mtlsModeSchema,
  decidedBy: deciderSchema,
  trail: z.array(trailEntrySchema),
  /** Absent where traffic is not known. */
  observed: observedSecuritySchema.optional(),
  contradictions: z.array(contradictionSchema),
  readiness: readinessSchema,
};

export const mtlsPortSchema = z.object({
  /** The service's port; absent for ports of a workload. */
  port: z.number().optional(),
  name: z.string().optional(),
  /** The pods' port, by which policies name it. */
  targetPort: z.number(),
  mode: mtlsModeSchema,
  decidedBy: deciderSchema,
  /** Of this port alone, where the ports of a workload differ. */
  readiness: readinessSchema.optional(),
});

export const meshPostureSchema = z.object({
  mode: mtlsModeSchema,
  decidedBy: deciderSchema,
  /** Whether nothing in the mesh accepts plaintext. */
  isEnforced: z.boolean(),
  rootNamespace: z.string(),
  autoMtls: z.boolean(),
  settingsFrom: z.object({ kind: z.enum(['configMap', 'default']), reason: z.string() }),
  trail: z.array(trailEntrySchema),
  observed: observedSecuritySchema.optional(),
  contradictions: z.array(contradictionSchema),
  readiness: readinessSchema,
});

export const namespacePostureSchema = z.object({
  ...entry,
  /** How its pods are meant to join the mesh; absent where that is not known. */
  dataPlane: z.enum(['sidecar', 'ambient', 'none']).optional(),
});

export const workloadPostureSchema = z.object({
  ...entry,
  proxy: proxySchema,
  /** Running pods, and how many of them have no proxy. */
  pods: z.object({ total: z.number(), withoutProxy: z.number() }),
  ports: z.array(mtlsPortSchema),
  /** Names of the services that select it. */
  services: z.array(z.string()),
});

export const servicePostureSchema = z.object({
  ...entry,
  proxy: proxySchema,
  ports: z.array(mtlsPortSchema),
  /** Names of the workloads that it selects. */
  workloads: z.array(z.string()),
});

/** The answer of `GET /api/mtls`. */
export const mtlsAnswerSchema = z.object({
  window: z.string(),
  windowSeconds: z.number(),
  /** Unix seconds of the instant that traffic is told of; what is declared is always as it is now. */
  at: z.number(),
  mesh: meshPostureSchema,
  namespaces: z.array(namespacePostureSchema),
  workloads: z.array(workloadPostureSchema),
  services: z.array(servicePostureSchema),
  sources: sourcesSchema,
  warnings: z.array(warningSchema),
  queries: z.array(sentQuerySchema),
});

export type Decider = z.infer<typeof deciderSchema>;
export type TrailEntry = z.infer<typeof trailEntrySchema>;
export type ObservedSecurity = z.infer<typeof observedSecuritySchema>;
export type ObservedState = ObservedSecurity['state'];
export type ObservedCaller = z.infer<typeof observedCallerSchema>;
export type Contradiction = z.infer<typeof contradictionSchema>;
export type Blocker = z.infer<typeof blockerSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
export type MtlsPort = z.infer<typeof mtlsPortSchema>;
export type MeshPosture = z.infer<typeof meshPostureSchema>;
export type NamespacePosture = z.infer<typeof namespacePostureSchema>;
export type WorkloadPosture = z.infer<typeof workloadPostureSchema>;
export type ServicePosture = z.infer<typeof servicePostureSchema>;
export type MtlsAnswer = z.infer<typeof mtlsAnswerSchema>;
