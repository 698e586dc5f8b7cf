import type { Protocol } from './planned-service';

const TOWNS =
  'alder beck carrick dunmore elmford fallow glenroy hythe inver jarrow kelso lindow marlow nairn orford penrith quarry rothes selby thorne upton varley wick yarrow zennor'.split(
    ' ',
  );

/** What services of a tier tend to be called, from the door inwards. */
const TRADES = [
  ['portal', 'kiosk', 'app-api', 'partner-api'],
  ['journey', 'booking', 'account', 'desk'],
  ['offers', 'routes', 'fares', 'profiles', 'tickets'],
  ['rules', 'quotas', 'seats', 'invoices', 'translator'],
  ['audit', 'geo', 'calendar', 'keys', 'files'],
  ['archive', 'index', 'registry', 'counter'],
] as const;

/** Town names; numbered from the second round on. */
export function makeNamespaceName(index: number): string {
  const round = Math.floor(index / TOWNS.length);
  const town = TOWNS[index % TOWNS.length] ?? 'town';
  return round === 0 ? town : `${town}-${round + 1}`;
}

/** A name that no other service of the mesh has. */
export function makeServiceName(tier: number, protocol: Protocol, index: number): string {
  const trades = TRADES[tier] ?? TRADES[0];
  const trade = protocol === 'tcp' ? 'store' : (trades[index % trades.length] ?? 'service');
  return `${trade}-${index + 1}`;
}
