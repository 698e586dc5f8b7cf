import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { GraphRequest } from '@/lib/contracts/graph-request';
import { graphLevels, grpcRates, httpRates, tcpRates } from '@/lib/contracts/graph';
import type { NodeIdentity } from '@/lib/core/graph/mesh-graph';

const names = z.record(z.string(), z.unknown());

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
    node: names.nullish(),
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
  const node = options.nodeGraph ? readNode(options.node ?? {}) : undefined;
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

/** A node is named by whatever fields are filled; names are compared without regard to case. */
function readNode(fields: Record<string, unknown>): NodeIdentity {
  const text = (...keys: readonly string[]): string | undefined => {
    const wanted = Object.entries(fields).find(
      ([key, value]) => keys.includes(key.toLowerCase()) && typeof value === 'string' && value !== '',
    );
    return wanted === undefined ? undefined : String(wanted[1]);
  };
  const found = {
    cluster: text('cluster'),
    namespace: text('namespace', 'ns'),
    app: text('app'),
    version: text('version'),
    workload: text('workload'),
    service: text('service'),
  };
  const kind = found.service !== undefined ? 'service' : found.app !== undefined ? 'app' : 'workload';
  const known = Object.entries(found).filter(([, value]) => value !== undefined && value !== 'unknown');
  return { kind, ...Object.fromEntries(known) };
}
