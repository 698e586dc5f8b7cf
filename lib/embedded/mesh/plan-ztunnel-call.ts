import { answerByProxy, succeed } from './answer';
import { isAllowedByWaypoint } from './authorization-policy';
import { combinePlans, type CallPlan } from './call-plan';
import { closedConnectionKind, eventKind, refusalKind } from './event-kind';
import { findWaypoint } from './find-waypoint';
import type { MeshWorkload } from './mesh-view';
import { planEnvoyCall } from './plan-envoy-call';
import type { EventKind, Report } from './report';
import { routeCall } from './route-call';
import { routeTo } from './route-destination';
import type { RoutedShare } from './route-request';
import type { Call } from './call';
import type { Scene } from './scene';
import { parseClusterHost, serviceOf, type RoutedService } from './service-names';
import { findRegistered } from './service-registry';
import { attempt, barePrincipal, REFUSAL_TIME } from './server-hop';

const UNREACHABLE: CallPlan = {
  reports: [],
  arrivals: [],
  outcomes: [{ share: 1, answer: { isOk: false, code: '' } }],
  waitMs: 0,
  delayedMs: 0,
};

/** A captured pod's call: ztunnel knows no routes, but takes it to the waypoint where the service has one. */
export function planZtunnelCall(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  const { objects, workloads } = scene;
  const registered = findRegistered(objects, call.host, client.namespace);
  if (registered === undefined) {
    if (parseClusterHost(call.host) !== undefined) return UNREACHABLE;
    return planUnregistered(scene, client, call);
  }
  const waypoint = findWaypoint(objects, workloads, registered.service);
  return waypoint === undefined
    ? planDirect(scene, client, call)
    : planThroughWaypoint(scene, client, call, waypoint, registered.service);
}

/** Without a proxy of any kind: straight to the pods, in plaintext, and nothing on this side to report it. */
export function planBareCall(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  const registered = findRegistered(scene.objects, call.host, client.namespace);
  if (registered === undefined || registered.isExternal) {
    const isNothing = registered === undefined && parseClusterHost(call.host) !== undefined;
    return isNothing
      ? UNREACHABLE
      : { ...UNREACHABLE, outcomes: [{ share: 1, answer: succeed(call.protocol) }] };
  }
  return planDirect(scene, client, call);
}

function planDirect(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  return combinePlans(
    routeDirectly(scene, client, call).map((share) => ({
      share: share.share,
      plan: planShare(scene, client, call, share),
    })),
  );
}

/** To the pods behind a service, past all routes. */
export function routeDirectly(scene: Scene, client: MeshWorkload, call: Call): RoutedShare[] {
  const request = {
    clientNamespace: client.namespace,
    host: call.host,
    path: call.path,
    headers: call.headers,
    gateway: 'mesh',
    protocol: call.protocol,
    ...(call.port === undefined ? {} : { port: call.port }),
  };
  return routeTo(scene.objects, scene.workloads, request, {
    host: call.host,
    subset: undefined,
    share: 1,
  });
}

function planShare(scene: Scene, client: MeshWorkload, call: Call, share: RoutedShare): CallPlan {
  const { workload: server, service, servicePort = 0, targetPort = 0 } = share;
  if (server === undefined) {
    if (share.isOutside === true) return planOutside(scene, client, call, service);
    const kind = closedConnectionKind(REFUSAL_TIME);
    return {
      ...UNREACHABLE,
      reports: sourceReports(client, undefined, service, 'unknown', 'CONNECT', 1, kind),
    };
  }
  const hop = attempt(scene, {
    client,
    server,
    service,
    subset: undefined,
    servicePort,
    targetPort,
    call,
    timeoutMs: undefined,
  });
  const security = hop.security.wire === 'hbone' ? 'mutual_tls' : 'unknown';
  const own = hop.outcomes.flatMap(({ share: part, flags, kind }) =>
    sourceReports(client, server, service, security, flags === 'CONNECT' ? flags : '-', part, {
      ...(hop.isHandled ? kind : closedConnectionKind(REFUSAL_TIME)),
    }),
  );
  return {
    reports: [...own, ...hop.reports],
    arrivals: hop.isHandled ? [{ workload: server, call, share: 1 }] : [],
    outcomes: hop.outcomes,
    waitMs: hop.outcomes.reduce((sum, { share: part, time }) => sum + part * time.medianMs, 0),
    delayedMs: hop.outcomes.reduce((sum, { share: part, time }) => sum + part * (time.plusMs ?? 0), 0),
  };
}

/** What a waypoint's policies and routes make of a call. */
export function routeAtWaypoint(
  scene: Scene,
  client: MeshWorkload,
  call: Call,
  waypoint: MeshWorkload,
  service: RoutedService,
): { readonly shares: readonly RoutedShare[]; readonly isLetIn: boolean } {
  const { objects, workloads } = scene;
  const isLetIn = isAllowedByWaypoint(objects, waypoint, service, {
    principal: barePrincipal(client),
    targetPort: call.port ?? 0,
    ...(call.protocol === 'tcp'
      ? {}
      : { http: { method: call.method, path: call.path, host: call.authority, headers: call.headers } }),
  });
  const shares: RoutedShare[] = isLetIn
    ? routeCall(objects, workloads, {
        clientNamespace: waypoint.namespace,
        host: call.host,
        authority: call.authority,
        path: call.path,
        method: call.method,
        headers: call.headers,
        protocol: call.protocol,
        gateway: 'mesh',
        ...(call.port === undefined ? {} : { port: call.port }),
      })
    : [{ share: 1, service, failure: { code: '403', flags: '-' } }];
  return { shares, isLetIn };
}

/** To the waypoint, through its routes and policies, and on from there: three legs of one call. */
function planThroughWaypoint(
  scene: Scene,
  client: MeshWorkload,
  call: Call,
  waypoint: MeshWorkload,
  service: RoutedService,
): CallPlan {
  const { shares, isLetIn: asked } = routeAtWaypoint(scene, client, call, waypoint, service);
  const plan = planEnvoyCall(scene, { proxy: waypoint, source: client }, call, shares);
  const answer = answerByProxy(call.protocol, '200');
  const kind = asked
    ? eventKind(scene, shares[0]?.workload, call, answer, REFUSAL_TIME)
    : refusalKind(call.protocol, REFUSAL_TIME);
  return {
    ...plan,
    reports: [...sourceReports(client, waypoint, service, 'mutual_tls', '-', 1, kind), ...plan.reports],
  };
}

function planOutside(scene: Scene, client: MeshWorkload, call: Call, service: RoutedService): CallPlan {
  const answer = succeed(call.protocol);
  const kind = eventKind(scene, undefined, call, answer, REFUSAL_TIME);
  return {
    reports: sourceReports(client, undefined, service, 'unknown', '-', 1, kind),
    arrivals: [],
    outcomes: [{ share: 1, answer }],
    waitMs: 45,
    delayedMs: 0,
  };
}

/** ztunnel lets what it does not know pass, without a service to name. */
function planUnregistered(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  return planOutside(scene, client, call, { ...serviceOf('unknown'), namespace: 'unknown' });
}

function sourceReports(
  client: MeshWorkload,
  destination: MeshWorkload | undefined,
  service: RoutedService,
  security: 'mutual_tls' | 'unknown',
  flags: string,
  factor: number,
  kind: EventKind,
): Report[] {
  if (!client.pods.some((pod) => pod.isRedirected)) return [];
  return [
    {
      reporter: 'source',
      teller: client,
      isByZtunnel: true,
      source: client,
      destination,
      sourcePrincipal: client.principal,
      destinationPrincipal: destination?.principal,
      service,
      protocol: 'tcp',
      code: '',
      grpcStatus: undefined,
      flags,
      security,
      factor,
      kind,
    },
  ];
}
