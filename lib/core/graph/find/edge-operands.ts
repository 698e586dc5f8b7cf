import {
  codesOf,
  errorPercent,
  hasPlaintext,
  hasTraffic,
  hostsOf,
  isMutual,
  mutualPercent,
  principalsOf,
  rateOver,
  responseFlagsOf,
  trafficPercent,
} from './edge-facts';
import { flag, number, type Operand, text } from './operand';

/** What can be asked of edges only. */
export const edgeOperands: readonly Operand[] = [
  text('protocol', [], 'protocol of the calls', {
    edge: ({ protocol }) => [protocol],
    values: ['http', 'grpc', 'tcp'],
  }),
  number('rate', [], 'what it counts: requests, messages or bytes', 'rate', { edge: ({ rate }) => rate }),
  number('http', [], 'HTTP requests', 'requests', { edge: rateOver('http') }),
  number('grpc', [], 'gRPC requests or messages', 'requests', { edge: rateOver('grpc') }),
  number('tcp', [], 'TCP bytes', 'bytes', { edge: rateOver('tcp') }),
  number('errorrate', ['errors'], 'what failed, in the unit of its rate', 'rate', {
    edge: ({ errorRate }) => errorRate,
  }),
  number('%error', ['%err', '%errors'], 'failed share of its requests', 'percent', { edge: errorPercent() }),
  number('%httperr', ['%httperror'], 'failed share of its HTTP requests', 'percent', {
    edge: errorPercent('http'),
  }),
  number('%grpcerr', ['%grpcerror'], 'failed share of its gRPC requests', 'percent', {
    edge: errorPercent('grpc'),
  }),
  number('%traffic', [], 'share of all its source sends over the same protocol', 'percent', {
    edge: trafficPercent(),
  }),
  number('%httptraffic', [], 'share of all HTTP its source sends', 'percent', {
    edge: trafficPercent('http'),
  }),
  number('%grpctraffic', [], 'share of all gRPC its source sends', 'percent', {
    edge: trafficPercent('grpc'),
  }),
  number('%tcptraffic', [], 'share of all TCP its source sends', 'percent', { edge: trafficPercent('tcp') }),
  number('responsetime', ['rt', 'p95'], '95th percentile of the response time', 'milliseconds', {
    edge: ({ latencyMs }) => latencyMs?.p95,
  }),
  number('p50', ['median'], 'median of the response time', 'milliseconds', {
    edge: ({ latencyMs }) => latencyMs?.p50,
  }),
  number('p99', [], '99th percentile of the response time', 'milliseconds', {
    edge: ({ latencyMs }) => latencyMs?.p99,
  }),
  number('average', ['avg'], 'average response time', 'milliseconds', {
    edge: ({ latencyMs }) => latencyMs?.avg,
  }),
  number('throughput', ['requestthroughput'], 'bytes of requests', 'bytes', {
    edge: ({ throughput }) => throughput?.request,
  }),
  number('responsethroughput', [], 'bytes of responses', 'bytes', {
    edge: ({ throughput }) => throughput?.response,
  }),
  number('connections', [], 'TCP connections opened per second', 'count', {
    edge: ({ connections }) => connections?.opened,
  }),
  number('failedconnections', [], 'TCP connections failed per second', 'count', {
    edge: ({ connections }) => connections?.failed,
  }),
  text('code', [], 'status of its responses; - for none', {
    edge: codesOf,
    ordered: true,
  }),
  text('flag', ['flags', 'responseflag'], "Envoy's response flags, such as UH", {
    edge: responseFlagsOf,
    alone: true,
  }),
  text('host', [], 'host that was asked for', { edge: hostsOf }),
  flag('traffic', [], 'there was any, if only a connection', { edge: hasTraffic }),
  flag('mtls', [], 'all that a server reported was mutual TLS', { edge: isMutual }),
  flag('plaintext', [], 'a server reported plaintext', { edge: hasPlaintext }),
  number('%mtls', [], 'share of mutual TLS in what servers reported', 'percent', { edge: mutualPercent }),
  text('sourceprincipal', [], "caller's identity (SPIFFE)", { edge: principalsOf('source') }),
  text('destprincipal', [], "server's identity (SPIFFE)", { edge: principalsOf('destination') }),
  text('via', [], 'waypoint that it passes, as namespace/name', {
    edge: ({ via }) => via ?? [],
    alone: true,
  }),
  text('reporter', [], 'whose numbers it shows', {
    edge: ({ reportedBy }) => [reportedBy.chosen],
    values: ['source', 'destination', 'waypoint'],
  }),
  flag('disagreement', [], 'its reporters differ by more than sampling explains', {
    edge: ({ disagreement }) => disagreement !== undefined,
  }),
];
