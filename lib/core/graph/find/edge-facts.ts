import type { Protocol } from '../../telemetry/traffic-sample';
import type { FindContext } from './find-context';
import type { FindEdge } from './find-graph';
import { known, percent } from './node-facts';
import type { Truth } from './truth';

// What edges can be asked. Undefined: it does not apply, or nobody knows.

export function rateOver(protocol: Protocol): (edge: FindEdge) => number | undefined {
  return (edge) => (edge.protocol === protocol ? edge.rate : undefined);
}

/** Failed share of requests. Bytes do not fail, and messages are not what fails. */
export function errorPercent(protocol?: Protocol): (edge: FindEdge) => number | undefined {
  return (edge) => {
    if (edge.unit !== 'requests' || (protocol !== undefined && edge.protocol !== protocol)) return undefined;
    return percent(edge.errorRate, edge.rate);
  };
}

/** Share of all that the source sends over the protocol. */
export function trafficPercent(
  protocol?: Protocol,
): (edge: FindEdge, context: FindContext) => number | undefined {
  return (edge, context) =>
    protocol === undefined || edge.protocol === protocol
      ? percent(edge.rate, context.sentBySource(edge))
      : undefined;
}

/** Connections without a byte are traffic, too: perhaps they failed. */
export function hasTraffic({ rate, connections }: FindEdge): Truth {
  return rate > 0 || (connections !== undefined && connections.opened + connections.failed > 0);
}

/** All that a server could tell of was mutual TLS. */
export function isMutual({ mtls }: FindEdge): Truth {
  return mtls.mutual + mtls.plaintext > 0 ? mtls.plaintext === 0 : undefined;
}

export function hasPlaintext({ mtls }: FindEdge): Truth {
  return mtls.mutual + mtls.plaintext > 0 ? mtls.plaintext > 0 : undefined;
}

export function mutualPercent({ mtls }: FindEdge): number | undefined {
  return percent(mtls.mutual, mtls.mutual + mtls.plaintext);
}

export function codesOf({ responses }: FindEdge): readonly string[] | undefined {
  return seen(responses)?.map(({ code }) => code);
}

/** Response flags one by one: proxies report several as `UF,URX`. */
export function responseFlagsOf({ responses }: FindEdge): readonly string[] | undefined {
  return seen(responses)?.flatMap(({ flags }) =>
    flags.split(',').filter((flag) => flag !== '' && flag !== '-'),
  );
}

export function hostsOf({ responses }: FindEdge): readonly string[] | undefined {
  return known(...(seen(responses)?.map(({ host }) => host) ?? []));
}

function seen(responses: FindEdge['responses']): FindEdge['responses'] | undefined {
  const present = responses.filter(({ rate }) => rate > 0);
  return present.length > 0 ? present : undefined;
}

export function principalsOf(
  end: 'source' | 'destination',
): (edge: FindEdge) => readonly string[] | undefined {
  return ({ principals }) => known(...principals[end]);
}
