import type { Claim } from './claim';
import type { HostDraft, HostDrafts } from './host-draft';
import type { KnownService } from './host-registry';
import { narrowRule, type Standpoint } from './narrow-rule';
import type { RuleDraft } from './route-draft';
import type { RouteProblem, RouteProtocol } from './route-plan';

export interface HostQuestion {
  readonly host: string;
  readonly service?: KnownService;
  /** Those that claim the host, the first to count first. */
  readonly candidates: readonly Claim[];
  readonly standpoint: Standpoint;
}

const PROTOCOLS: readonly RouteProtocol[] = ['http', 'tls', 'tcp'];
/** Stands for every port that no rule names. */
const OTHERS = 0;

/**
 * Inside the mesh the first that says anything about a protocol and port of a host decides there; where nobody does,
 * the host's own name does. Ports are told apart only where that makes a difference.
 */
export function decideHost(question: HostQuestion): HostDrafts {
  const { candidates, service } = question;
  const known = service?.ports ?? [];
  const ports = known.length === 0 ? [...namedPorts(candidates), OTHERS] : known.map(({ port }) => port);
  const winners = ports.map((port) => PROTOCOLS.map((protocol) => decide(question, protocol, port)));
  const isSplit = PROTOCOLS.some((protocol, index) => {
    const deciding = winners.flatMap((found, at) =>
      suits(known, protocol, ports[at]) ? [found[index]] : [],
    );
    return new Set(deciding).size > 1;
  });
  const used = new Set(winners.flat().filter((claim) => claim !== undefined));
  const problems = candidates.flatMap((claim) => explainLoss(question, claim, used));
  const drafts = isSplit
    ? ports.map((port, index) => assemble(question, port, winners[index] ?? []))
    : [
        assemble(
          question,
          undefined,
          PROTOCOLS.map((_, index) => winners.map((found) => found[index]).find(Boolean)),
        ),
      ];
  const hosts = drafts.filter(({ rules }) => rules.length > 0).map((draft) => ({ ...draft, problems }));
  return hosts.length > 0 ? { hosts, problems: [] } : { hosts, problems };
}

function namedPorts(candidates: readonly Claim[]): number[] {
  const conditions = candidates
    .flatMap(({ rules }) => rules)
    .flatMap(({ matches }) => matches)
    .flatMap((match) => match.conditions);
  const named = conditions.flatMap(({ about, test }) =>
    about === 'port' && test.kind === 'exact' ? [Number(test.value)] : [],
  );
  return [...new Set(named)].sort((a, b) => a - b);
}

function decide(
  { candidates, standpoint, service }: HostQuestion,
  protocol: RouteProtocol,
  port: number,
): Claim | undefined {
  if (!suits(service?.ports ?? [], protocol, port)) return undefined;
  return candidates.find((claim) => narrowAll(claim, protocol, { ...standpoint, port }).length > 0);
}

function assemble(
  { host, service, standpoint }: HostQuestion,
  port: number | undefined,
  claims: readonly (Claim | undefined)[],
): HostDraft {
  const at = port === undefined ? standpoint : { ...standpoint, port };
  const rules = PROTOCOLS.flatMap((protocol, index) => {
    const claim = claims[index];
    return claim === undefined ? [] : narrowAll(claim, protocol, at);
  });
  return {
    host,
    ...(service === undefined ? {} : { service }),
    ...(port === undefined || port === OTHERS ? {} : { port }),
    claims: [...new Set(claims.filter((claim) => claim !== undefined))],
    rules,
    problems: [],
  };
}

function narrowAll({ rules }: Claim, protocol: RouteProtocol, at: Standpoint): RuleDraft[] {
  return rules.flatMap((rule) => (rule.protocol === protocol ? (narrowRule(rule, at) ?? []) : []));
}

/** Rules for requests mean nothing on a port for bytes, and the other way around. */
function suits(ports: KnownService['ports'], protocol: RouteProtocol, port: number | undefined): boolean {
  const relevant = port === undefined ? ports : ports.filter((one) => one.port === port);
  const foreign = protocol === 'http' ? 'tcp' : 'http';
  return relevant.length === 0 || relevant.some(({ kind }) => kind !== foreign);
}

/** Why something that a claim says has no effect. */
function explainLoss(
  { host, service, candidates, standpoint }: HostQuestion,
  claim: Claim,
  used: ReadonlySet<Claim>,
): RouteProblem[] {
  const [source] = claim.sources;
  if (source === undefined) return [];
  const object = { kind: source.kind, namespace: source.namespace, name: source.name };
  const said = PROTOCOLS.filter((protocol) => narrowAll(claim, protocol, standpoint).length > 0);
  const foreign = said.filter((protocol) => !suits(service?.ports ?? [], protocol, undefined));
  const problems = foreign.map((protocol): RouteProblem => ({
    code: 'protocol-mismatch',
    message: `No port of ${host} is for ${protocol.toUpperCase()}: these rules have no effect there.`,
    object,
    path: source.kind === 'VirtualService' ? `spec.${protocol}` : 'spec.rules',
  }));
  const winner = candidates.find((one) => used.has(one))?.sources[0];
  if (used.has(claim) || winner === undefined || foreign.length === said.length) return problems;
  const message = `${winner.kind} ${winner.namespace}/${winner.name} decides about ${host}.`;
  return [...problems, { code: 'host-claimed', message, object, path: claim.path }];
}
