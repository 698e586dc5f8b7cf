import type { RuleAction } from '@/lib/contracts/routing';
import { serviceHost } from '@/lib/core/routing/full-host';
import type { HeaderChange, PlannedDestination, RouteRule } from '@/lib/core/routing/route-plan';
import { percent } from '@/lib/core/splits/split-words';

/** What a rule does besides sharing out calls, in words. */
export function tellRuleActions(rule: RouteRule): RuleAction[] {
  const { mirrors, faults, timeout, retries, redirect, rewrite, directResponse, headers, path } = rule;
  return [
    ...mirrors.map(({ destination, share }) => ({
      kind: 'mirror' as const,
      text: `mirrors ${percent(share)} to ${nameTarget(destination)}`,
      path: destination.path,
    })),
    ...faults.map(({ kind, share, value, path: at }) => ({
      kind,
      text:
        kind === 'delay' ? `delays ${percent(share)} by ${value}` : `aborts ${percent(share)} with ${value}`,
      path: at,
    })),
    ...(timeout === null
      ? []
      : [{ kind: 'timeout' as const, text: `timeout ${timeout}`, path: `${path}.timeout` }]),
    ...(retries === null
      ? []
      : [{ kind: 'retries' as const, text: tellRetries(retries), path: retries.path }]),
    ...(redirect === null
      ? []
      : [
          {
            kind: 'redirect' as const,
            text: `redirects to ${redirect.target} with ${redirect.status}`,
            path: redirect.path,
          },
        ]),
    ...(rewrite === null
      ? []
      : [
          { kind: 'rewrite' as const, text: tellRewrite(rewrite.authority, rewrite.uri), path: rewrite.path },
        ]),
    ...(directResponse === null
      ? []
      : [
          {
            kind: 'directResponse' as const,
            text: `answers ${directResponse.status} itself`,
            path: directResponse.path,
          },
        ]),
    ...[...headers, ...rule.destinations.flatMap((one) => one.headers)].map((change) => ({
      kind: 'headers' as const,
      text: tellHeader(change),
      path: change.path,
    })),
  ];
}

/** A Service of the cluster by its short name, everything else in full. */
function nameTarget({ host, service, subset }: PlannedDestination): string {
  const isOwn = service?.kind === 'Service' && serviceHost(service) === host;
  return [isOwn ? service.name : host, ...(subset === null ? [] : [subset])].join(' ');
}

function tellRetries({ attempts, perTryTimeout, retryOn }: NonNullable<RouteRule['retries']>): string {
  if (attempts === 0) return 'no retries';
  const count = `${attempts} ${attempts === 1 ? 'retry' : 'retries'}`;
  const each = perTryTimeout === null ? '' : `, ${perTryTimeout} each`;
  return `${count}${each}${retryOn === null ? '' : `, on ${retryOn}`}`;
}

function tellRewrite(authority: string | null, uri: string | null): string {
  const parts = [
    authority === null ? [] : `host to ${authority}`,
    uri === null ? [] : `path to ${uri}`,
  ].flat();
  return `rewrites ${parts.join(', ')}`;
}

function tellHeader({ of, operation, name, value }: HeaderChange): string {
  const what = `${of} header ${name}`;
  if (operation === 'remove') return `removes ${what}`;
  return `${operation === 'set' ? 'sets' : 'adds'} ${what}${value === undefined ? '' : ` to ${value}`}`;
}
