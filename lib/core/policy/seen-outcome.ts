import type { GraphEdge } from '../graph/mesh-graph';
import { refusedShare } from './judge-edge';

/** What speaks for a refusal. */
export interface RefusalSign {
  /** As reports of proxies have it. */
  readonly code: string;
  readonly flags: string;
  /** In the edge's unit per second; of connections that were closed, these per second. */
  readonly rate: number;
  /**
   * `policy`: proxies say so themselves. `likely`: a policy refuses so, and an application may. `closed`: a connection
   * that carried nothing. `connection`: it did not come about, as with TLS that does not fit.
   */
  readonly proof: 'policy' | 'likely' | 'closed' | 'connection';
}

/** What became of the calls of an edge, as it was seen. */
export interface SeenOutcome {
  readonly state: 'passes' | 'partlyRefused' | 'refused' | 'silent';
  /** 0 to 1. */
  readonly refusedShare: number;
  readonly signs: readonly RefusalSign[];
  /** A sentence. */
  readonly reason: string;
}

/** Shares below are noise of sampling. */
const NOISE = 0.01;
const POLICY_FLAGS = new Set(['UAEX', 'DENY']);
const CONNECTION_FLAGS = new Set(['UF', 'UC', 'CONNECT', 'TLS_FAILURE', 'H2_HANDSHAKE_FAILURE']);

/** Whether calls were let in, as far as their answers tell: Envoy has no flag of its own for what a policy refuses. */
export function observeOutcome(edge: GraphEdge): SeenOutcome {
  const opened = edge.connections?.opened ?? 0;
  const signs = findSigns(edge);
  if (edge.rate === 0 && opened === 0 && signs.length === 0)
    return { state: 'silent', refusedShare: 0, signs, reason: 'Nothing was called in this window.' };
  const share = refusedShare(edge);
  if (share < NOISE)
    return { state: 'passes', refusedShare: share, signs: [], reason: 'Calls were let in in this window.' };
  const state = share > 1 - NOISE ? 'refused' : 'partlyRefused';
  return { state, refusedShare: share, signs, reason: tellSigns(state, signs) };
}

function findSigns({ protocol, responses, rate, connections }: GraphEdge): RefusalSign[] {
  const { opened = 0, failed = 0 } = connections ?? {};
  const told = responses.flatMap((one): RefusalSign[] => {
    const proof = proofOf(protocol, one);
    return proof === undefined ? [] : [{ code: one.code, flags: one.flags, rate: one.rate, proof }];
  });
  const signs = [...told.reduce(addSign, new Map<string, RefusalSign>()).values()];
  if (protocol !== 'tcp' || signs.length > 0) return signs;
  if (opened > 0 && rate === 0) return [{ code: '-', flags: '-', rate: opened, proof: 'closed' }];
  return failed > 0 ? [{ code: '-', flags: '-', rate: failed, proof: 'connection' }] : [];
}

function addSign(all: Map<string, RefusalSign>, sign: RefusalSign): Map<string, RefusalSign> {
  const key = `${sign.code} ${sign.flags}`;
  return all.set(key, { ...sign, rate: sign.rate + (all.get(key)?.rate ?? 0) });
}

function proofOf(
  protocol: GraphEdge['protocol'],
  { code, flags }: GraphEdge['responses'][number],
): RefusalSign['proof'] | undefined {
  const all = flags.split(',');
  if (all.some((flag) => POLICY_FLAGS.has(flag))) return 'policy';
  if (all.some((flag) => CONNECTION_FLAGS.has(flag))) return 'connection';
  return code === '403' || (protocol === 'grpc' && code === '7') ? 'likely' : undefined;
}

function tellSigns(state: 'refused' | 'partlyRefused', signs: readonly RefusalSign[]): string {
  const whole = state === 'refused' ? 'Everything' : 'A part';
  const proofs = new Set(signs.map(({ proof }) => proof));
  if (proofs.has('policy')) return `${whole} was refused, and the proxy says that a policy did it.`;
  if (proofs.has('likely'))
    return `${whole} was answered with 403 or its like: so policies refuse, and so may the application.`;
  if (proofs.has('closed')) return 'Connections were opened and carried nothing: so policies refuse TCP.';
  return `${whole} failed before it was a request: so TLS fails that does not fit.`;
}
