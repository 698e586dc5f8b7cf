import { abandoned, answerByProxy, type Answer } from './answer';
import { isAllowed } from './authorization-policy';
import { secureConnection, type ConnectionSecurity } from './connection-security';
import { closedConnectionKind, eventKind, refusalKind } from './event-kind';
import { handleRequest } from './handle-request';
import type { Outcome } from './handling';
import { findInboundService } from './inbound-service';
import { shareBelow, type LatencyModel } from './latency-model';
import type { MeshWorkload } from './mesh-view';
import type { EventKind, Report } from './report';
import type { Call } from './call';
import type { Scene } from './scene';
import type { RoutedService } from './service-names';
import { modeOf } from './workload-mode';

/** One attempt of a client to get something from a pod of a workload. */
export interface Attempt {
  readonly client: MeshWorkload;
  readonly server: MeshWorkload;
  readonly service: RoutedService;
  readonly subset: string | undefined;
  readonly servicePort: number;
  readonly targetPort: number;
  readonly call: Call;
  /** When the client's proxy gives up. */
  readonly timeoutMs: number | undefined;
}

/** What comes of an attempt. */
export interface HopResult {
  readonly security: ConnectionSecurity;
  /** As the client's proxy sees it; flags are the client's. */
  readonly outcomes: readonly (Outcome & { readonly flags: string; readonly kind: EventKind })[];
  /** What the server's side reports. */
  readonly reports: readonly Report[];
  /** Whether the workload gets to work on it. */
  readonly isHandled: boolean;
}

export const REFUSAL_TIME: LatencyModel = { medianMs: 0.4, sigma: 0.4 };

export function attempt(scene: Scene, question: Attempt): HopResult {
  const { client, server, service, subset, servicePort, targetPort } = question;
  const security = secureConnection(scene.objects, {
    client,
    server,
    host: service.host,
    serviceNamespace: service.namespace,
    subset,
    servicePort,
    targetPort,
  });
  if (security.broken !== undefined) return refuse(question, security, security.broken);
  return isLetIn(scene, question, security)
    ? serve(scene, question, security)
    : deny(scene, question, security);
}

function isLetIn(
  scene: Scene,
  { client, server, targetPort, call }: Attempt,
  security: ConnectionSecurity,
): boolean {
  const mode = modeOf(server);
  if (mode === 'none' || mode === 'waypoint') return true;
  const seesRequests = mode !== 'ambient' && call.protocol !== 'tcp';
  return isAllowed(scene.objects, server, {
    principal: security.wire === 'plaintext' ? undefined : barePrincipal(client),
    targetPort,
    ...(seesRequests
      ? { http: { method: call.method, path: call.path, host: call.authority, headers: call.headers } }
      : {}),
  });
}

export function barePrincipal({ principal }: MeshWorkload): string {
  return principal.replace(/^spiffe:\/\//, '');
}

/** The connection itself fails: a sidecar that wants TLS tells nobody, ztunnel does. */
function refuse(question: Attempt, security: ConnectionSecurity, how: 'reset' | 'handshake'): HopResult {
  const { server, call } = question;
  const isTold = how === 'reset' && modeOf(server) === 'ambient';
  const answer = answerByProxy(call.protocol, '503');
  const flags = how === 'reset' ? 'UC' : 'UF,URX';
  const kind = refusalKind(call.protocol, REFUSAL_TIME);
  return {
    security,
    outcomes: [{ share: 1, answer, time: REFUSAL_TIME, flags, kind }],
    reports: isTold ? [ztunnelReport(question, security, closedConnectionKind(REFUSAL_TIME), 'DENY')] : [],
    isHandled: false,
  };
}

/** A policy says no: an HTTP client hears 403, a TCP client loses its connection. */
function deny(scene: Scene, question: Attempt, security: ConnectionSecurity): HopResult {
  const { server, call } = question;
  const mode = modeOf(server);
  const closed = closedConnectionKind(REFUSAL_TIME);
  if (mode === 'ambient') {
    const answer = answerByProxy(call.protocol, '503');
    const kind = refusalKind(call.protocol, REFUSAL_TIME);
    const flags = modeOf(question.client) === 'ambient' ? 'CONNECT' : 'UC';
    return {
      security,
      outcomes: [{ share: 1, answer, time: REFUSAL_TIME, flags, kind }],
      reports: [ztunnelReport(question, security, closed, 'DENY')],
      isHandled: false,
    };
  }
  const answer = answerByProxy(call.protocol, '403');
  const kind = refusalKind(call.protocol, REFUSAL_TIME);
  const told = mode === 'sidecar' ? [envoyReport(scene, question, security, answer, '-', 1, kind)] : [];
  return {
    security,
    outcomes: [{ share: 1, answer, time: REFUSAL_TIME, flags: '-', kind }],
    reports: told,
    isHandled: false,
  };
}

function serve(scene: Scene, question: Attempt, security: ConnectionSecurity): HopResult {
  const { server, call, timeoutMs } = question;
  const kindOf = (answer: Answer, time: LatencyModel) => eventKind(scene, server, call, answer, time);
  const outcomes: (HopResult['outcomes'][number] & {
    readonly seenByServer: Answer;
    readonly serverFlags: string;
  })[] = [];
  for (const outcome of handleRequest(scene, server, call).outcomes) {
    const late = timeoutMs === undefined ? 0 : 1 - shareBelow(outcome.time, timeoutMs);
    const isCut = timeoutMs !== undefined && late > 0;
    const time = isCut ? { ...outcome.time, atMostMs: timeoutMs } : outcome.time;
    if (late < 1) {
      const { answer } = outcome;
      const share = outcome.share * (1 - late);
      const base = { share, answer, time, flags: '-', kind: kindOf(answer, time) };
      outcomes.push({ ...base, seenByServer: answer, serverFlags: '-' });
    }
    if (isCut) {
      const given: LatencyModel = { medianMs: timeoutMs, sigma: 0.01 };
      const answer = answerByProxy(call.protocol, '504');
      const base = {
        share: outcome.share * late,
        answer,
        time: given,
        flags: 'UT',
        kind: kindOf(answer, given),
      };
      outcomes.push({ ...base, seenByServer: abandoned(), serverFlags: 'DC' });
    }
  }
  const mode = modeOf(server);
  const reports =
    mode === 'sidecar'
      ? outcomes.map(({ seenByServer, serverFlags, share, kind }) =>
          envoyReport(scene, question, security, seenByServer, serverFlags, share, kind),
        )
      : mode === 'ambient'
        ? outcomes.map(({ share, kind }) => ({
            ...ztunnelReport(question, security, kind, '-'),
            factor: share,
          }))
        : [];
  return { security, outcomes, reports, isHandled: true };
}

/** What the server's sidecar says. It knows the client by its certificate only. */
function envoyReport(
  scene: Scene,
  { client, server, service, targetPort, call }: Attempt,
  { wire }: ConnectionSecurity,
  answer: Answer,
  flags: string,
  share: number,
  kind: EventKind,
): Report {
  const isMutual = wire === 'mutual';
  return {
    reporter: 'destination',
    teller: server,
    isByZtunnel: false,
    source: isMutual ? client : undefined,
    destination: server,
    sourcePrincipal: isMutual ? client.principal : undefined,
    destinationPrincipal: isMutual ? server.principal : undefined,
    service: findInboundService(scene.objects, server, targetPort) ?? service,
    protocol: call.protocol,
    code: answer.code,
    grpcStatus: answer.grpcStatus,
    flags,
    security: isMutual ? 'mutual_tls' : 'none',
    factor: share,
    kind,
  };
}

/** What the server's ztunnel says: bytes and connections, whatever is said on them. */
function ztunnelReport(
  { client, server, service }: Attempt,
  { wire }: ConnectionSecurity,
  kind: EventKind,
  flags: string,
): Report {
  const isMutual = wire === 'hbone';
  const isKnown = isMutual || modeOf(client) === 'ambient';
  return {
    reporter: 'destination',
    teller: server,
    isByZtunnel: true,
    source: isKnown ? client : undefined,
    destination: server,
    sourcePrincipal: isMutual ? client.principal : undefined,
    destinationPrincipal: server.principal,
    service,
    protocol: 'tcp',
    code: '',
    grpcStatus: undefined,
    flags,
    security: isMutual ? 'mutual_tls' : 'unknown',
    factor: 1,
    kind,
  };
}
