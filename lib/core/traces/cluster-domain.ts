import { tagOf } from './span-facts';
import type { Trace } from './trace';
import type { TraceFacts } from './trace-facts';

/** What hosts of Services end with where nobody chose something else; what the cluster declares is read with it. */
const USUAL = 'cluster.local';
const DOMAIN = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The domain of a cluster as its proxies count hosts, `reviews.shop.svc.DOMAIN`; undefined where no host tells it. */
export function domainOfHosts(hosts: Iterable<string>): string | undefined {
  for (const host of hosts) {
    const domain = /^[^.]+\.[^.]+\.svc\.(.+)$/.exec(host)?.[1];
    if (domain !== undefined && DOMAIN.test(domain)) return domain;
  }
  return undefined;
}

/** The same as the proxies of a trace tell it: `node_id` ends with `~NAMESPACE.svc.DOMAIN`. */
export function domainOfTrace({ spans }: Trace): string | undefined {
  const places = spans.map((span) => tagOf(span, 'node_id')?.split('~')[3] ?? '');
  return domainOfHosts(places.map((place) => `any.${place}`));
}

/** What the cluster declares, with the hosts that its proxies really use. */
export function inDomain(facts: TraceFacts, domain = USUAL): TraceFacts {
  if (domain === USUAL) return facts;
  const rename = <Named extends { readonly host: string }>(named: Named): Named => ({
    ...named,
    host: named.host.replace(/\.svc\.cluster\.local$/, `.svc.${domain}`),
  });
  return { ...facts, domain, services: facts.services.map(rename), subsets: facts.subsets.map(rename) };
}
