import type { RoutingAnswer } from '@/lib/contracts/routing';
import { splitOrder } from './routing-words';

const WORDS = {
  dead: 'with a dead destination',
  drifting: 'drifting',
  justChanged: 'just changed',
  notAttributable: 'not attributable',
  tooLittleTraffic: 'with too little traffic',
  inLine: 'in line',
} as const;

/** `12 routed hosts: 1 drifting, 7 in line, 4 without a split`. */
export function countRoutes({ routes }: RoutingAnswer): string {
  const counts = splitOrder.flatMap((verdict) => {
    const found = routes.filter((route) => route.verdict === verdict).length;
    if (found === 0) return [];
    return [`${found} ${verdict === 'noSplit' ? 'without a split' : WORDS[verdict]}`];
  });
  const total = `${routes.length} routed ${routes.length === 1 ? 'host' : 'hosts'}`;
  return counts.length === 0 ? total : `${total}: ${counts.join(', ')}`;
}
