import type { GraphNode } from '@/lib/contracts/graph';

type Declared = Pick<GraphNode, 'config'>;

/** A sign for what configuration makes of the requests to a node. */
export interface ConfigBadge {
  readonly glyph: string;
  readonly words: string;
  readonly isWorn: (node: Declared) => boolean;
}

/** In the order in which they are worn. Weights say more than that there is a route: a node wears one of the two. */
export const configBadges: readonly ConfigBadge[] = [
  { glyph: '⇉', words: 'route with weights', isWorn: hasWeights },
  {
    glyph: '↝',
    words: 'route of a VirtualService or HTTPRoute',
    isWorn: (node) => routesOf(node).length > 0 && !hasWeights(node),
  },
  { glyph: '☇', words: 'fault injection', isWorn: hasTrait('faultInjection') },
  { glyph: '⌁', words: 'circuit breaker', isWorn: hasTrait('circuitBreaker') },
  { glyph: '❐', words: 'mirrored', isWorn: hasTrait('mirroring') },
  { glyph: '◷', words: 'request timeout', isWorn: hasTrait('requestTimeout') },
];

export function wornBadges(node: Declared): ConfigBadge[] {
  return configBadges.filter(({ isWorn }) => isWorn(node));
}

function routesOf({ config = [] }: Declared) {
  return config.flatMap(({ destinations }) => (destinations ? [destinations] : []));
}

function hasWeights(node: Declared): boolean {
  return routesOf(node).some((destinations) => destinations.filter(({ weight }) => weight > 0).length > 1);
}

type Trait = NonNullable<NonNullable<GraphNode['config']>[number]['traits']>[number];

function hasTrait(trait: Trait): (node: Declared) => boolean {
  return ({ config = [] }) => config.some(({ traits = [] }) => traits.includes(trait));
}
