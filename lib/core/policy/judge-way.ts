import type { Outcome } from '../mtls/accept-tls';
import { allTagged, askedOf, type Entrance } from '../mtls/judge-call';
import { judgeConnection } from '../mtls/judge-connection';
import { judgePods } from '../mtls/judge-pods';
import type { ObservedCaller } from '../mtls/observe-security';
import { isCaptured, type PodShape } from '../mtls/pod-shape';
import { resolveNamespace, resolvePolicies } from '../mtls/resolve-policies';
import type { Protocol } from '../telemetry/traffic-sample';
import { barePrincipal, type CallFacts } from './call-facts';
import { decideCall } from './decide-call';
import { joinVerdicts } from './join-verdicts';
import type { PolicyContext } from './policy-context';
import type { PolicyEnforcer, PolicySubject } from './policy-subject';
import type { MissingFact } from './truth';
import type { PolicyVerdict, RulePlace } from './verdict';

/** One way in which a caller may reach a workload. */
export interface Way {
  readonly caller: Pick<
    ObservedCaller,
    'cluster' | 'namespace' | 'name' | 'isForeign' | 'principals' | 'calls'
  >;
  /** The pods that may be calling. */
  readonly client: PodShape;
  readonly namespace: string;
  readonly entrance: Entrance;
  readonly subset: string | undefined;
  readonly protocol: Protocol;
  /** The waypoint that it passes, as a workload. */
  readonly waypoint?: { readonly namespace: string; readonly name: string };
}

/** An object that decides. */
export interface Decider extends RulePlace {
  readonly kind: 'AuthorizationPolicy' | 'PeerAuthentication' | 'DestinationRule';
}

/** What a call comes to by one way. */
export interface WayOutcome {
  readonly state: 'passes' | 'refused' | 'unknown';
  readonly security: Outcome;
  readonly by: readonly Decider[];
  readonly needs: readonly MissingFact[];
  /** A sentence. */
  readonly reason: string;
  /** All that decides it: two outcomes with the same inputs are the same, whatever is not known. */
  readonly inputs: readonly unknown[];
}

/** What a call comes to: first its connection, then the policies of a waypoint, then those of the server's own proxy. */
export function judgeWay(context: PolicyContext, way: Way): WayOutcome {
  const connection = connect(context, way);
  const { security, by } = connection;
  if (security === 'broken') return { ...connection, state: 'refused', needs: [], by };
  const checks = checksOf(context, way, security);
  if (checks === undefined) {
    const reason = 'It is not known whether a proxy stands before it.';
    return { ...connection, state: 'unknown', by: [], needs: ['proxy'], reason };
  }
  const attached = checks.map(({ subject }) => context.attachedTo(subject));
  const verdicts = checks.map((check, index) => decideCheck(context, check, attached[index] ?? []));
  const inputs = [
    ...connection.inputs,
    ...checks.flatMap(({ subject }, index) => [
      '|',
      context.isReadable(subject),
      context.takesTokens(subject),
      ...(attached[index] ?? []),
    ]),
  ];
  return combine({ ...connection, inputs }, verdicts);
}

/** A proxy on a way, the policies that it goes by, and what it may see of the call. */
export interface WayCheck {
  readonly subject: PolicySubject;
  readonly attached: ReturnType<PolicyContext['attachedTo']>;
  /** One for each of those who may be calling. */
  readonly calls: readonly CallFacts[];
}

/** The proxies that policies are asked at, in order; undefined where it is not known whether there is one. */
export function listChecks(context: PolicyContext, way: Way): readonly WayCheck[] | undefined {
  return checksOf(context, way, connect(context, way).security)?.map((check) => ({
    subject: check.subject,
    attached: context.attachedTo(check.subject),
    calls: callsAt(context, check),
  }));
}

type Connection = Pick<WayOutcome, 'security' | 'reason' | 'by' | 'inputs'>;

function connect({ mtls }: PolicyContext, { caller, client, entrance, subset, namespace }: Way): Connection {
  const { shape, targetPort, service } = entrance;
  const { index, facts } = mtls;
  const tls = askedOf(mtls, caller, client, entrance, subset);
  const { mode, decidedBy } = judgePods(
    shape,
    resolvePolicies(index, { namespace, labels: shape.labels }),
    targetPort,
  );
  const namespaceMode = resolveNamespace(index, namespace).mode;
  const allEndpointsTakeMtls = service?.headless === true ? allTagged(mtls, index, service) : undefined;
  const { outcome, reason, rule } = judgeConnection({
    client,
    tls,
    autoMtls: facts.settings.autoMtls,
    namespaceMode,
    ...(allEndpointsTakeMtls === undefined ? {} : { allEndpointsTakeMtls }),
    server: { shape, mode },
    protocol: entrance.protocol,
  });
  const { kind, namespace: place, name } = decidedBy;
  const by: Decider[] = [
    ...(kind === 'PeerAuthentication' && place !== undefined && name !== undefined
      ? [{ kind, namespace: place, name }]
      : []),
    ...(rule === undefined ? [] : [{ kind: 'DestinationRule' as const, ...splitPlace(rule) }]),
  ];
  const inputs = [mode, namespaceMode, tls.mode, tls.fallback, tls.namesCredential, allEndpointsTakeMtls];
  return { security: outcome, reason, by, inputs };
}

function splitPlace(place: string): { namespace: string; name: string } {
  const [namespace = '', name = ''] = place.split('/');
  return { namespace, name };
}

/** A proxy that decides, and what it may see. */
interface Check {
  readonly subject: PolicySubject;
  /** Whoever it may be that calls; undefined for somebody of whom nothing is known. */
  readonly principals: readonly (string | null | undefined)[];
  readonly port: number | undefined;
  readonly http: CallFacts['http'];
}

/** Which proxies decide, in order; undefined where it is not known whether there is one. */
function checksOf(context: PolicyContext, way: Way, security: Outcome): Check[] | undefined {
  const { entrance, namespace, waypoint, protocol } = way;
  const { shape, targetPort, service, servicePort } = entrance;
  const callers = principalsOf(context, way, security);
  const before: Check[] =
    waypoint === undefined
      ? []
      : [
          {
            subject: {
              enforcer: 'waypoint',
              namespace: waypoint.namespace,
              labels: context.mtls.workloadAt(waypoint.namespace, waypoint.name)?.shapes[0]?.labels ?? {},
              ...(service === undefined
                ? {}
                : { called: { kind: 'Service', namespace: service.namespace, name: service.name } }),
            },
            principals: callers,
            port: servicePort,
            http: protocol === 'tcp' ? null : requestOf(protocol),
          },
        ];
  if (shape.proxy === 'unknown') return undefined;
  const enforcer = ENFORCERS[shape.proxy];
  const bypasses =
    shape.proxy === 'sidecar' && targetPort !== undefined && !isCaptured(shape.capture, targetPort);
  if (enforcer === undefined || bypasses) return before;
  const at: Check = {
    subject: { enforcer, namespace, labels: shape.labels },
    principals: waypoint === undefined ? callers : accountPrincipals(context, waypoint),
    port: targetPort,
    http: enforcer === 'ztunnel' ? null : seenRequests(way),
  };
  return [...before, at];
}

const ENFORCERS: Readonly<Record<Exclude<PodShape['proxy'], 'unknown'>, PolicyEnforcer | undefined>> = {
  sidecar: 'sidecar',
  ambient: 'ztunnel',
  gateway: 'gateway',
  waypoint: undefined,
  none: undefined,
};

/** What an Envoy before the server sees of requests: ztunnel reports bytes, whatever is said on a connection. */
function seenRequests({ entrance, protocol, client }: Way): CallFacts['http'] {
  if (protocol !== 'tcp') return requestOf(protocol);
  if (entrance.protocol === 'tcp') return null;
  if (entrance.protocol === 'http') return {};
  return client.proxy === 'ambient' || client.proxy === 'unknown' ? undefined : null;
}

function requestOf(protocol: Protocol): CallFacts['http'] {
  return protocol === 'grpc' ? { method: 'POST' } : {};
}

/** Whoever the caller may be for the proxy that decides: its certificate says so, and plaintext has none. */
function principalsOf(context: PolicyContext, way: Way, security: Outcome): Check['principals'] {
  if (security === 'plaintext' && way.entrance.shape.proxy !== 'gateway') return [null];
  const named = way.caller.principals.map(barePrincipal);
  const known = named.length > 0 ? named : callerAccounts(context, way);
  return security === 'mutual' ? known : [null, ...known];
}

function callerAccounts(context: PolicyContext, { caller }: Way): Check['principals'] {
  const { namespace, name, isForeign } = caller;
  return namespace === undefined || name === undefined || isForeign
    ? [undefined]
    : accountPrincipals(context, { namespace, name });
}

function accountPrincipals(
  { facts }: PolicyContext,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Check['principals'] {
  const [trustDomain] = facts.trustDomains;
  const accounts = facts.accountsOf(namespace, name);
  if (trustDomain === undefined || accounts.length === 0) return [undefined];
  return accounts.map((account) => `${trustDomain}/ns/${namespace}/sa/${account}`);
}

function decideCheck(
  context: PolicyContext,
  check: Check,
  attached: ReturnType<PolicyContext['attachedTo']>,
): PolicyVerdict {
  const { subject, principals } = check;
  if (!context.isReadable(subject)) {
    const reason = 'Not all AuthorizationPolicies that count here can be read.';
    return { verdict: 'undecidable', by: [], needs: ['policy'], reason };
  }
  if (subject.enforcer === 'waypoint' && subject.called === undefined) {
    const reason = 'It is not known which service was called.';
    return { verdict: 'undecidable', by: [], needs: ['service'], reason };
  }
  const { trustDomains } = context.facts;
  const verdict = joinVerdicts(
    callsAt(context, check).map((call) =>
      decideCall(attached, call, { enforcer: subject.enforcer, trustDomains }),
    ),
  );
  return verdict.verdict === 'denied'
    ? { ...verdict, reason: `${verdict.reason}${sayWho(principals)}` }
    : verdict;
}

/** What a proxy may see of a call, for each of those who may be calling. */
function callsAt(context: PolicyContext, { subject, principals, port, http }: Check): CallFacts[] {
  const withoutTokens = context.takesTokens(subject) === false;
  const seen =
    http === undefined || http === null || !withoutTokens ? http : { ...http, requestPrincipal: null };
  return principals.map((principal) => ({
    ...(principal === undefined ? {} : { principal }),
    ...(port === undefined ? {} : { port }),
    ...(seen === undefined ? {} : { http: seen }),
  }));
}

/** Whom a proxy sees, where that is certain. */
function sayWho([first, ...others]: Check['principals']): string {
  if (first === undefined || others.length > 0) return '';
  return first === null ? ' The caller speaks plaintext and has no identity.' : ` The caller is ${first}.`;
}

function combine(connection: Connection, verdicts: readonly PolicyVerdict[]): WayOutcome {
  const name = (places: readonly RulePlace[]): Decider[] =>
    places.map((place) => ({ ...place, kind: 'AuthorizationPolicy' }));
  const denied = verdicts.find(({ verdict }) => verdict === 'denied');
  if (denied !== undefined) {
    return { ...connection, state: 'refused', by: name(denied.by), needs: [], reason: denied.reason };
  }
  const open = verdicts.filter(({ verdict }) => verdict === 'undecidable');
  const isOpen = connection.security === 'unknown';
  if (open.length > 0 || isOpen) {
    const needs = [...open.flatMap((one) => one.needs), ...(isOpen ? (['connection'] as const) : [])];
    const reasons = [...(isOpen ? [connection.reason] : []), ...open.map(({ reason }) => reason)];
    return {
      ...connection,
      state: 'unknown',
      by: [...(isOpen ? connection.by : []), ...name(open.flatMap((one) => one.by))],
      needs: [...new Set(needs)].sort(),
      reason: reasons.filter((text) => text !== '').join(' '),
    };
  }
  const deciding = verdicts.filter(({ by }) => by.length > 0);
  const reason = [connection.reason, ...(deciding.length > 0 ? deciding : verdicts).map((one) => one.reason)];
  return {
    ...connection,
    state: 'passes',
    by: [...name(deciding.flatMap((one) => one.by)), ...connection.by],
    needs: [],
    reason: [...new Set(reason)].filter((text) => text !== '').join(' '),
  };
}
