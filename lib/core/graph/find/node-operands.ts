import {
  configOf,
  declarationsOf,
  failedPercent,
  hasClusterFlag,
  hasFlag,
  hasServiceEntry,
  hasSidecar,
  hasTrait,
  hasVirtualService,
  known,
  namesOf,
  shiftsTraffic,
} from './node-facts';
import { flag, number, type Operand, text } from './operand';

/** What can be asked of nodes. On an edge they ask about its two ends. */
export const nodeOperands: readonly Operand[] = [
  text('name', [], 'app, service or workload name', { node: namesOf }),
  text('namespace', ['ns'], 'namespace it is in', { node: ({ namespace }) => known(namespace) }),
  text('app', [], 'app, the canonical service', { node: ({ app }) => known(app) }),
  text('service', ['svc'], 'service name', { node: ({ service }) => known(service) }),
  text('workload', ['wl'], 'workload name', { node: ({ workload }) => known(workload) }),
  text('version', [], 'version, the canonical revision', { node: ({ version }) => known(version) }),
  text('node', ['kind'], 'kind of node', {
    node: ({ kind }) => [kind],
    values: ['app', 'workload', 'service', 'unknown', 'external', 'aggregate', 'hidden'],
    valueAliases: { svc: 'service', wl: 'workload' },
  }),
  text('cluster', [], 'cluster it runs in', { node: ({ cluster }) => known(cluster) }),
  text('config', [], 'kind or name of an object that applies to it', { node: configOf }),
  text('declares', [], 'what an object that applies to it says, in words', { node: declarationsOf }),
  flag('idle', [], 'no traffic in the window', { node: hasFlag('idle') }),
  flag('root', ['trafficsource'], 'calls others and is called by nobody', { node: hasFlag('root') }),
  flag('outside', ['outsider'], 'its namespace was not asked for', { node: hasFlag('outside') }),
  flag('sidecar', ['sc'], 'all its pods that need a sidecar have one', { node: hasSidecar }),
  flag('ambient', [], 'ambient: its traffic passes ztunnel', { node: hasClusterFlag('ambient') }),
  flag('gateway', [], 'is a gateway', { node: hasClusterFlag('gateway') }),
  flag('waypoint', [], 'is a waypoint', { node: hasClusterFlag('waypoint') }),
  flag('passthrough', [], 'traffic to hosts the mesh does not know', { node: hasFlag('passthrough') }),
  flag('blackhole', [], 'traffic the mesh refused to send out', { node: hasFlag('blackHole') }),
  flag('inaccessible', [], 'this account may not read what runs in its namespace', {
    node: hasClusterFlag('inaccessible'),
  }),
  flag('gone', ['dead'], 'the cluster no longer holds it', { node: hasClusterFlag('gone') }),
  flag('workloadentry', ['we'], 'runs outside the cluster, declared by a WorkloadEntry', {
    node: hasClusterFlag('workloadEntry'),
  }),
  flag('virtualservice', ['vs', 'hasvs'], 'a VirtualService applies to it', { node: hasVirtualService }),
  flag('trafficshifting', ['ts'], 'its default route has several weighted destinations', {
    node: shiftsTraffic,
  }),
  flag('tcptrafficshifting', ['tcpts'], 'a TCP or TLS route has several weighted destinations', {
    node: hasTrait('tcpTrafficShifting'),
  }),
  flag('requestrouting', ['rr'], 'requests that match a condition are routed on their own', {
    node: hasTrait('requestRouting'),
  }),
  flag('requesttimeout', ['rto'], 'a route limits how long a request may take', {
    node: hasTrait('requestTimeout'),
  }),
  flag('faultinjection', ['fi'], 'a route injects faults', { node: hasTrait('faultInjection') }),
  flag('mirroring', [], 'a route mirrors requests', { node: hasTrait('mirroring') }),
  flag('circuitbreaker', ['cb'], 'a DestinationRule limits connections, or takes out hosts that fail', {
    node: hasTrait('circuitBreaker'),
  }),
  flag('serviceentry', ['se'], 'a ServiceEntry declares it', { node: hasServiceEntry }),
  number('httpin', [], 'HTTP requests it receives', 'requests', { node: ({ traffic }) => traffic.http.in }),
  number('httpout', [], 'HTTP requests it sends', 'requests', { node: ({ traffic }) => traffic.http.out }),
  number('grpcin', [], 'gRPC requests or messages it receives', 'requests', {
    node: ({ traffic }) => traffic.grpc.in,
  }),
  number('grpcout', [], 'gRPC requests or messages it sends', 'requests', {
    node: ({ traffic }) => traffic.grpc.out,
  }),
  number('tcpin', [], 'TCP bytes on connections to it', 'bytes', { node: ({ traffic }) => traffic.tcp.in }),
  number('tcpout', [], 'TCP bytes on connections it opens', 'bytes', {
    node: ({ traffic }) => traffic.tcp.out,
  }),
  number('%httpin', ['%httpinerr'], 'failed share of the HTTP requests it receives', 'percent', {
    node: failedPercent('http', 'in'),
  }),
  number('%httpout', ['%httpouterr'], 'failed share of the HTTP requests it sends', 'percent', {
    node: failedPercent('http', 'out'),
  }),
  number('%grpcin', ['%grpcinerr'], 'failed share of the gRPC requests it receives', 'percent', {
    node: failedPercent('grpc', 'in'),
  }),
  number('%grpcout', ['%grpcouterr'], 'failed share of the gRPC requests it sends', 'percent', {
    node: failedPercent('grpc', 'out'),
  }),
  number('rank', [], 'place among all nodes by edges coming in; 1 has most', 'count', {
    node: (node, context) => context.rankOf(node),
  }),
];
