import type { RoutedDestination, RoutedHost, RoutedRule, SplitVerdict } from '@/lib/contracts/routing';
import { formatCount, formatShare } from './format-numbers';
import { makeVisible } from './visible-text';

export const splitWords: Readonly<Record<SplitVerdict, string>> = {
  inLine: 'In line',
  drifting: 'Drifting',
  tooLittleTraffic: 'Too little traffic',
  notAttributable: 'Not attributable',
  dead: 'Dead destination',
  justChanged: 'Just changed',
  noSplit: 'No split',
};

/** What a verdict means, as a sentence. */
export const splitMeanings: Readonly<Record<SplitVerdict, string>> = {
  inLine: 'What was seen agrees with the weights, as far as so many requests can tell.',
  drifting: 'What was seen differs from the weights by more than chance.',
  tooLittleTraffic: 'Too few requests were seen to tell the weights from others.',
  notAttributable: 'Requests cannot be told apart by the rule that sent them.',
  dead: 'A destination that is meant to get traffic can take none.',
  justChanged: 'The weights changed within the window; only what came after is compared.',
  noSplit: 'Each rule sends everything to one destination, so there is nothing to compare.',
};

/** Those that need a person first. */
export const splitOrder: readonly SplitVerdict[] = [
  'dead',
  'drifting',
  'justChanged',
  'notAttributable',
  'tooLittleTraffic',
  'inLine',
  'noSplit',
];

/** How a destination is called beside its host: the subset, else the host's first label. */
export function destinationName({ host, subset }: Pick<RoutedDestination, 'host' | 'subset'>): string {
  return makeVisible(subset ?? host.split('.')[0] ?? host);
}

/** The rule that says most of a route: the first with its verdict, else the first that divides anything. */
export function leadingRule({ rules, verdict }: RoutedHost): RoutedRule | undefined {
  return (
    rules.find((rule) => rule.verdict === verdict && rule.destinations.length > 1) ??
    rules.find(({ destinations }) => destinations.length > 1) ??
    rules[0]
  );
}

/** `v1 90 · v2 10`, in percent as effective. */
export function declaredText({ destinations }: RoutedRule): string {
  return destinations.map((one) => `${destinationName(one)} ${formatShare(one.share)}`).join(' · ');
}

/** `89.2 % · 10.8 %`, in the same order; undefined where nothing can be told. */
export function seenText({ destinations }: RoutedRule): string | undefined {
  if (destinations.every(({ observed }) => observed === null)) return undefined;
  return destinations
    .map(({ observed }) => (observed === null ? 'unknown' : formatShare(observed.share)))
    .join(' · ');
}

/** `49.6 % (46.5 to 52.7 %)`. */
export function observedText({ observed }: RoutedDestination): string {
  if (observed === null) return 'unknown';
  const [low, high] = [observed.low, observed.high].map((bound) => formatShare(bound).replace(' %', ''));
  return `${formatShare(observed.share)} (${low} to ${high} %)`;
}

/** `2 600 more requests would tell every share to one point`; undefined where there are enough. */
export function evidenceText({ requestsNeeded }: RoutedRule): string | undefined {
  if (requestsNeeded === null || requestsNeeded <= 0) return undefined;
  const noun = requestsNeeded === 1 ? 'request' : 'requests';
  return `${formatCount(requestsNeeded)} more ${noun} would tell every share to one point`;
}
