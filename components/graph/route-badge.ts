import type { GraphNode } from '@/lib/contracts/graph';

/** How a declared route divides what a node is called for. */
export type RouteBadge = 'weights' | 'route';

export const routeBadges: Readonly<Record<RouteBadge, { glyph: string; words: string }>> = {
  weights: { glyph: '⇉', words: 'route with weights' },
  route: { glyph: '↝', words: 'route of a VirtualService or HTTPRoute' },
};

/** Weights say more than that there is a route. */
export function routeBadge({ config = [] }: Pick<GraphNode, 'config'>): RouteBadge | undefined {
  const routes = config.flatMap(({ destinations }) => (destinations ? [destinations] : []));
  if (routes.some((destinations) => destinations.filter(({ weight }) => weight > 0).length > 1))
    return 'weights';
  return routes.length > 0 ? 'route' : undefined;
}
