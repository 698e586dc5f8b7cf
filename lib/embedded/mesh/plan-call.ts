import type { CallPlan } from './call-plan';
import { routeAtGateway } from './gateway-routes';
import type { MeshWorkload } from './mesh-view';
import { planEnvoyCall } from './plan-envoy-call';
import { planBareCall, planZtunnelCall } from './plan-ztunnel-call';
import { routeCall } from './route-call';
import type { RoutedShare } from './route-request';
import type { Call } from './call';
import type { Scene } from './scene';
import { modeOf } from './workload-mode';

/** Follows a call from a workload to wherever the mesh's configuration takes it. */
export function planCall(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  const key = JSON.stringify([client.namespace, client.name, call]);
  const known = scene.plans.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(scene, client, call);
  scene.plans.set(key, plan);
  return plan;
}

function makePlan(scene: Scene, client: MeshWorkload, call: Call): CallPlan {
  switch (modeOf(client)) {
    case 'none':
      return planBareCall(scene, client, call);
    case 'ambient':
      return planZtunnelCall(scene, client, call);
    default: {
      const shares = routeByEnvoy(scene, client, call);
      const plan = planEnvoyCall(scene, { proxy: client, source: client }, call, shares);
      return shares.length > 0
        ? plan
        : { ...plan, outcomes: [{ share: 1, answer: { isOk: false, code: '' } }] };
    }
  }
}

/** What a sidecar's or a gateway's routes make of a call. */
export function routeByEnvoy(scene: Scene, client: MeshWorkload, call: Call): RoutedShare[] {
  const { objects, workloads } = scene;
  const request = {
    clientNamespace: client.namespace,
    host: call.host,
    authority: call.authority,
    path: call.path,
    method: call.method,
    headers: call.headers,
    protocol: call.protocol,
    sourceLabels: client.pods[0]?.labels ?? {},
    ...(call.port === undefined ? {} : { port: call.port }),
  };
  return client.isGateway
    ? routeAtGateway(objects, workloads, client, request)
    : routeCall(objects, workloads, { ...request, gateway: 'mesh' });
}
