import * as z from 'zod';

/**
 * `MIXED`: its ports, pods or workloads differ. `NONE`: no policy governs it, because there is no proxy, or because it
 * is a gateway, whose own listeners decide. `UNKNOWN`: what decides cannot be read.
 */
export const mtlsModes = ['STRICT', 'PERMISSIVE', 'DISABLE', 'MIXED', 'NONE', 'UNKNOWN'] as const;
export const mtlsModeSchema = z.enum(mtlsModes);

/** Which proxy stands before something. */
export const proxySchema = z.enum(['sidecar', 'ambient', 'gateway', 'waypoint', 'none', 'unknown', 'mixed']);

/** What a node accepts, by what is declared. */
export const nodeSecuritySchema = z.object({
  mode: mtlsModeSchema,
  proxy: proxySchema,
  /** Why the mode: sentences. */
  reason: z.string(),
});

/** What a call comes to by what is declared of both its sides. */
export const declaredCallSchema = z.object({
  /** `mixed` where it depends on port, subset or pod, which nobody reports. */
  outcome: z.enum(['mutual', 'plaintext', 'broken', 'unknown', 'mixed']),
  /** Sentences. */
  reason: z.string(),
  clientProxy: proxySchema,
  /** What DestinationRules ask of the client; `AUTO` where they leave it to auto mTLS. */
  asked: z.array(z.enum(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL', 'AUTO'])),
  /** The DestinationRules that ask, as `namespace/name`. */
  rules: z.array(z.string()),
  /** What the servers accept on the ports that may be meant. */
  accepts: z.array(mtlsModeSchema),
});

export type MtlsMode = z.infer<typeof mtlsModeSchema>;
export type Proxy = z.infer<typeof proxySchema>;
export type NodeSecurity = z.infer<typeof nodeSecuritySchema>;
export type DeclaredCall = z.infer<typeof declaredCallSchema>;
