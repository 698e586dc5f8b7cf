import type { RouteObjects } from './route-objects';
import { planRoutes } from './plan-routes';
import type { HostPlan, RoutePlan, RouteRule, Viewpoint } from './route-plan';

// Makers of routing objects and of short texts of plans, for tests.

const DAY_MS = 86_400_000;

/** An object at `namespace/name` with a spec as it is written; `age` is the day of its making. */
export function object(place: string, spec: unknown, age = 0, metadata: object = {}): object {
  const [namespace, name] = place.split('/');
  const creationTimestamp = new Date(Date.parse('2026-01-01T00:00:00Z') + age * DAY_MS).toISOString();
  return { metadata: { namespace, name, creationTimestamp, ...metadata }, spec };
}

/** A Service at `namespace/name`; `http:80` is a port of that name. */
export function service(
  place: string,
  ports: readonly string[] = ['http:80'],
  annotations: object = {},
): object {
  const [, name = ''] = place.split('/');
  const spec = {
    selector: { app: name },
    ports: ports.map((written) => {
      const [portName, port] = written.split(':');
      return { name: portName, port: Number(port) };
    }),
  };
  return object(place, spec, 0, { annotations });
}

/** A weighted destination, written `host`, `host/subset`, `host:port` or `host/subset:port`. */
export function to(written: string, weight?: unknown): object {
  const [address = '', port] = written.split(':');
  const [host, subset] = address.split('/');
  return {
    destination: {
      ...(host === '' ? {} : { host }),
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port: { number: Number(port) } }),
    },
    ...(weight === undefined ? {} : { weight }),
  };
}

/** A DestinationRule at `namespace/name` that defines subsets by their version. */
export function subsets(place: string, host: string, names: readonly string[], more: object = {}): object {
  const defined = names.map((name) => ({ name, labels: { version: name } }));
  return object(place, { host, subsets: defined, ...more });
}

/** A backend of the Gateway API, written `name:port`; port 80 unless told. */
export function backend(written: string, weight?: unknown, more: object = {}): object {
  const [name, port = '80'] = written.split(':');
  return { name, port: Number(port), ...(weight === undefined ? {} : { weight }), ...more };
}

/** A parent of a route: a Service. */
export function serviceParent(place: string, more: object = {}): object {
  const [namespace, name] = place.split('/');
  return { group: '', kind: 'Service', namespace, name, ...more };
}

export const SHOP: Viewpoint = { kind: 'sidecar', namespace: 'shop', labels: { app: 'web' } };

export function sidecarIn(namespace: string, labels?: Record<string, string>): Viewpoint {
  return { kind: 'sidecar', namespace, ...(labels === undefined ? {} : { labels }) };
}

/** A mesh of the Services `shop/api` and `shop/web`, without anything else but what is told. */
export function mesh(objects: RouteObjects): RouteObjects {
  return {
    services: [service('shop/api'), service('shop/web')],
    destinationRules: [],
    serviceEntries: [],
    virtualServices: [],
    ...objects,
  };
}

const SHORT = /\.shop\.svc\.cluster\.local$/;

/** The rules of a host in one line each: `match → host/subset 50, host 50`; hosts of `shop` are short. */
export function tell(plan: RoutePlan, host: string): string[] {
  const full = host.includes('.') || host.includes('*') ? host : `${host}.shop.svc.cluster.local`;
  return plan.hosts.filter((one) => one.host === full).flatMap(tellHost);
}

export function tellHost({ rules, port }: HostPlan): string[] {
  return rules.map((rule) => `${port === null ? '' : `:${port} `}${tellRule(rule)}`);
}

function tellRule(rule: RouteRule): string {
  const legs = rule.destinations.map(({ host, subset, port, share, dead }) =>
    [
      `${host.replace(SHORT, '')}${subset === null ? '' : `/${subset}`}${port === null || port === 80 ? '' : `:${port}`}`,
      ` ${Number((share * 100).toFixed(2))}`,
      dead === null ? '' : ` (${dead})`,
    ].join(''),
  );
  const protocol = rule.protocol === 'http' ? '' : `${rule.protocol} `;
  const answers = [
    ...(rule.redirect === null ? [] : [`redirect ${rule.redirect.status} ${rule.redirect.target}`]),
    ...(rule.directResponse === null ? [] : [`answer ${rule.directResponse.status}`]),
  ];
  const shadow = rule.shadowedBy === null ? '' : ' (shadowed)';
  return `${protocol}${rule.match} → ${[...legs, ...answers].join(', ') || 'nowhere'}${shadow}`;
}

/** Codes and paths of all problems of a plan. */
export function problemsOf(plan: RoutePlan): string[] {
  const all = [...plan.problems, ...plan.hosts.flatMap(({ problems }) => problems)];
  return [
    ...new Set(
      all.map(({ code, object: { namespace, name }, path }) => `${code} ${namespace}/${name} ${path}`.trim()),
    ),
  ];
}

/** The plan of one VirtualService `shop/api` for `api`, as a sidecar in `shop` sees it. */
export function planOne(spec: object, objects: RouteObjects = {}, viewpoint: Viewpoint = SHOP): RoutePlan {
  const virtualServices = [
    object('shop/api', { hosts: ['api'], ...spec }),
    ...(objects.virtualServices ?? []),
  ];
  return planRoutes(mesh({ ...objects, virtualServices }), viewpoint);
}
