import * as z from 'zod';
import { proxySchema } from './declared-security';
import { sourceStatusSchema, warningSchema } from './source-status';

export const appliedKinds = [
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
  'DestinationRule',
  'VirtualService',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'Gateway',
  /** A Gateway of the Gateway API. */
  'KubernetesGateway',
  'ReferenceGrant',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
  'EnvoyFilter',
  'WasmPlugin',
] as const;
export const appliedKindSchema = z.enum(appliedKinds);

/** An object of configuration that is for something, and what becomes of it. */
export const appliedPolicySchema = z.object({
  kind: appliedKindSchema,
  namespace: z.string(),
  name: z.string(),
  /** What is let in, what callers do, what is sent from there, or the proxy itself. */
  about: z.enum(['inbound', 'callers', 'outbound', 'proxy']),
  /** Why it is for it. */
  by: z.enum(['mesh', 'namespace', 'workload', 'target', 'host', 'gateway', 'route']),
  /** Who obeys it: for instance `sidecar`, `ztunnel` or `waypoint shop/way`. */
  enforcer: z.string(),
  /** Its place among those of its kind, from 1. */
  order: z.number(),
  effect: z.enum([
    'applies',
    /** In part, or otherwise than it reads. */
    'partly',
    /** Evaluated, recorded, and not enforced. */
    'dryRun',
    /** Another goes before it. */
    'shadowed',
    /** Nobody there obeys it. */
    'noEffect',
    'malformed',
  ]),
  /** In a few words. */
  says: z.string(),
  /** A sentence. */
  reason: z.string(),
});

/** The answer of `GET /api/policies`: what is declared now. */
export const policiesAnswerSchema = z.object({
  subject: z.object({
    /** As its proxies name it; absent where they do not tell. */
    cluster: z.string().optional(),
    namespace: z.string(),
    /** The workloads that were asked for, or that the service selects. */
    workloads: z.array(z.string()),
    /** The service that was asked for, or those that select the workload. */
    services: z.array(z.string()),
    proxy: proxySchema,
  }),
  /** By kind, and within a kind in the order in which they count. */
  policies: z.array(appliedPolicySchema),
  /** Kinds that cannot be read: what of them there is, is not known. */
  unknown: z.array(appliedKindSchema),
  sources: z.object({ kubernetes: sourceStatusSchema }),
  warnings: z.array(warningSchema),
});

export type AppliedPolicy = z.infer<typeof appliedPolicySchema>;
export type AppliedKind = z.infer<typeof appliedKindSchema>;
export type PoliciesAnswer = z.infer<typeof policiesAnswerSchema>;
