import type { ObjectReader } from '../kubernetes/object-store';
import type { Incident, World } from '../worlds/world';
import { handleRequest, handlingKey } from './handle-request';
import type { MeshWorkload } from './mesh-view';
import { planCall, routeByEnvoy } from './plan-call';
import { circuitsOf, planEnvoyCall } from './plan-envoy-call';
import { mergeReports, type Report } from './report';
import { isAllowed } from './authorization-policy';
import type { Call, Headers } from './call';
import { createScene, type Scene } from './scene';
import { hasEnvoy } from './workload-mode';

/** Far deeper than any world's call chain: ends loops that configuration may build. */
const DEEPEST_CALL = 24;
/** Less of the load than anybody could count in a lifetime. */
const LEAST_FACTOR = 1e-9;
/** Where Istio's own gateways listen for HTTP. */
const GATEWAY_PORT = 8080;

interface Load {
  readonly workload: MeshWorkload;
  readonly call: Call;
  readonly factor: number;
}

/**
 * All that the proxies report of the traffic that a world makes under its present configuration, while the given
 * incidents are under way.
 */
export function planTraffic(
  world: World,
  objects: ObjectReader,
  incidents: readonly Incident[] = [],
): Map<string, Report> {
  return mergeReports(followLoad(prepareScene(world, objects, incidents), world).reports);
}

/** The world under its present configuration, with what must be known ahead of following any one call. */
export function prepareScene(world: World, objects: ObjectReader, incidents: readonly Incident[]): Scene {
  const scene = createScene(world, objects, incidents, new Map(), planCall);
  if (!hasConnectionPools(objects)) return scene;
  // Pools overflow by how much goes through them: a second round knows.
  const { offered } = followLoad(scene, world);
  return createScene(world, objects, incidents, offered, planCall);
}

/** Wave by wave: what arrives somewhere at once is worked on together. */
function followLoad(scene: Scene, world: World): { reports: Report[]; offered: Map<string, number> } {
  const started = startingLoads(scene, world);
  const isRefused = (load: Load) =>
    load.workload.isGateway && !isLetInAtGateway(scene, load.workload, load.call);
  const reports = started.filter(isRefused).flatMap((load) => refuseAtGateway(scene, load));
  const offered = new Map<string, number>();
  let wave = gather(started.filter((load) => !isRefused(load)));
  for (let depth = 0; depth <= DEEPEST_CALL && wave.length > 0; depth += 1) {
    const next: Load[] = [];
    for (const { workload, call: request, factor } of wave) {
      for (const { call, share } of handleRequest(scene, workload, request).calls) {
        const part = factor * share;
        if (part < LEAST_FACTOR) continue;
        const plan = scene.followCall(scene, workload, call);
        for (const report of plan.reports) {
          const reported = report.factor * part;
          if (reported >= LEAST_FACTOR) reports.push({ ...report, factor: reported });
        }
        for (const arrival of plan.arrivals) next.push({ ...arrival, factor: arrival.share * part });
        if (!hasEnvoy(workload)) continue;
        for (const circuit of circuitsOf(workload, routeByEnvoy(scene, workload, call))) {
          offered.set(circuit.key, (offered.get(circuit.key) ?? 0) + circuit.share * part);
        }
      }
    }
    wave = gather(next);
  }
  return { reports, offered };
}

/** What comes in at gateways, and what workloads do unasked. */
function startingLoads(scene: Scene, world: World): Load[] {
  const find = (namespace: string, name: string) =>
    scene.workloads.find((workload) => workload.namespace === namespace && workload.name === name);
  const entering = world.entries.flatMap(
    ({ gatewayNamespace, gatewayWorkload, host, path, share, headers }) => {
      const workload = find(gatewayNamespace, gatewayWorkload);
      return workload === undefined
        ? []
        : [{ workload, call: requestFor(host, path, headers), factor: share }];
    },
  );
  const selfMade = (world.selfMade ?? []).flatMap(({ namespace, workload: name, share }) => {
    const workload = find(namespace, name);
    return workload === undefined ? [] : [{ workload, call: requestFor('', '', {}), factor: share }];
  });
  return [...entering, ...selfMade];
}

/** What comes in from outside proves no identity. */
export function isLetInAtGateway(scene: Scene, gateway: MeshWorkload, call: Call): boolean {
  const { method, path, authority, headers } = call;
  const http = { method, path, host: authority, headers };
  return isAllowed(scene.objects, gateway, { principal: undefined, targetPort: GATEWAY_PORT, http });
}

/** The gateway says 403 by itself, in the name of the service that the request would have gone to. */
function refuseAtGateway(scene: Scene, { workload, call, factor }: Load): Report[] {
  const shares = routeByEnvoy(scene, workload, call).map(({ share, service }) => ({
    share,
    service,
    failure: { code: '403', flags: '-' },
  }));
  const { reports } = planEnvoyCall(scene, { proxy: workload, source: workload }, call, shares);
  return reports.map((report) => ({ ...report, factor: report.factor * factor }));
}

export function requestFor(host: string, path: string, headers: Headers): Call {
  const protocol = 'http';
  return { host, authority: host, path, method: 'GET', protocol, port: undefined, bytes: undefined, headers };
}

function gather(loads: readonly Load[]): Load[] {
  const gathered = new Map<string, Load>();
  for (const load of loads) {
    const key = handlingKey(load.workload, load.call);
    const known = gathered.get(key);
    gathered.set(key, known === undefined ? load : { ...known, factor: known.factor + load.factor });
  }
  return [...gathered.values()];
}

function hasConnectionPools(objects: ObjectReader): boolean {
  return objects.list('destinationrules').some((rule) => JSON.stringify(rule).includes('"connectionPool"'));
}
