import { compareAge, type Aged } from '../mesh/compare-age';
import { isExportedTo } from './is-exported-to';
import type { WholeVirtualService } from './merge-delegates';
import type { RuleDraft } from './route-draft';
import type { RouteSource } from './route-plan';

/** What one object, or several that are merged, say about a host. */
export interface Claim {
  readonly sources: readonly RouteSource[];
  /** Where the host is written. */
  readonly path: string;
  readonly rules: readonly RuleDraft[];
  /** The lower goes first. */
  readonly rank: number;
  /** Decides among those of one rank. */
  readonly aged: Aged;
}

/**
 * What a client's namespace sees goes in this order: routes of the Gateway API in that namespace, what is private to it,
 * what is exported to it by name, what is exported to everybody.
 */
export const RANKS = { ownRoutes: 0, private: 1, named: 2, public: 3 } as const;

/** Undefined where the object is not exported to the clients of a namespace. */
export function rankOf(
  virtualService: WholeVirtualService,
  client: string,
  exportedByDefault: readonly string[] | undefined,
): number | undefined {
  if (!isExportedTo(virtualService, client, exportedByDefault)) return undefined;
  const targets = virtualService.exportTo.length > 0 ? virtualService.exportTo : (exportedByDefault ?? ['*']);
  if (targets.includes('*')) return RANKS.public;
  return virtualService.namespace === client ? RANKS.private : RANKS.named;
}

export function compareClaims(a: Claim, b: Claim): number {
  return a.rank - b.rank || compareAge(a.aged, b.aged);
}

export function sourceOf({ object, gateways }: WholeVirtualService): RouteSource {
  return { ...object, gateways };
}
