import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { GraphRequest } from '@/lib/contracts/graph-request';
import { graphLevels, grpcRates, httpRates, tcpRates, type GraphLevel } from '@/lib/contracts/graph';
import type { NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { definedOnly } from '@/lib/core/graph/node-identity';

/** Of a bundle only the question is read, never what answers are expected. */
const bundleSchema = z.object({
  /** Unix seconds. */
  queryTime: z.number(),
  options: z.object({
    graphType: z.enum(graphLevels),
    namespaces: z.array(z.string()),
    http: z.enum(httpRates).default('requests'),
    grpc: z.enum(grpcRates).default('requests'),
    tcp: z.enum(tcpRates).default('sent'),
    ambient: z.enum(['none', 'waypoint', 'ztunnel', 'total']).default('none'),
    /** Seconds. */
    dur: z.number().default(600),
    idle: z.boolean().default(false),
    inject: z.boolean().default(false),
    nodeGraph: z.boolean().default(false),
    node: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/**
 * The request that a bundle's options stand for.
 * @throws Error with one sentence when the file is no bundle
 */
export function readBundle(file: string): GraphRequest {
  const read = bundleSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`The bundle cannot be read: ${z.prettifyError(read.error)}`);
  const { queryTime, options } = read.data;
  const node = options.nodeGraph ? readNode(options.node ?? {}, options.graphType) : undefined;
  return {
    level: options.graphType,
    serviceNodes: options.inject,
    windowSeconds: options.dur,
    atSeconds: queryTime,
    idle: options.idle,
    rates: { http: options.http, grpc: options.grpc, tcp: options.tcp },
    // Bundles with ambient traffic show waypoints as workloads.
    legs: options.ambient !== 'none',
    ...(options.namespaces.length > 0 ? { namespaces: [...options.namespaces].sort() } : {}),
    ...(node === undefined ? {} : { node }),
  };
}

/**
 * The node whose neighbourhood is asked for, as the graph's type names nodes; keys are compared without regard to
 * case.
 */
function readNode(fields: Record<string, unknown>, level: GraphLevel): NodeIdentity {
  const text = (...keys: readonly string[]): string | undefined => {
    const [, value] = Object.entries(fields).find(([key]) => keys.includes(key.toLowerCase())) ?? [];
    return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : undefined;
  };
  const service = text('service');
  const app = level === 'workload' ? undefined : text('app');
  const isVersioned = level === 'versionedApp';
  return definedOnly({
    kind: service !== undefined ? 'service' : app !== undefined ? 'app' : 'workload',
    cluster: text('cluster'),
    namespace: text('namespace', 'ns'),
    service,
    app,
    workload: app === undefined || isVersioned ? text('workload') : undefined,
    version: isVersioned ? text('version') : undefined,
  });
}
