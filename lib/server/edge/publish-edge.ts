import 'server-only';
import { createSender } from './built-files';
import { Edge } from './edge';
import type { EdgeConfig } from './edge-config';
import { createRouteTable } from './route-table';

/** What the build consists of; deploy/start.mjs knows. */
export interface BuiltParts {
  readonly routes: readonly string[];
  readonly files: readonly string[];
  /** The folder of scripts and styles. */
  readonly staticFolder: string;
}

type MakeEdge = (parts: BuiltParts) => Edge;

const KEY = Symbol.for('telltale.edge');
type GlobalWithReceiver = typeof globalThis & { [KEY]?: (make: MakeEdge) => void };

/**
 * Hands the edge to deploy/serve-build.mjs, which holds the HTTP server, is outside of the build and waits for it. Next's development
 * server does not: it has no edge.
 */
export function publishEdge(config: EdgeConfig): void {
  const home: GlobalWithReceiver = globalThis;
  home[KEY]?.(
    ({ routes, files, staticFolder }) =>
      new Edge(config, createRouteTable(routes, files), createSender(staticFolder)),
  );
}
