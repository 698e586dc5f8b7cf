import { failByItself, failForOthers, succeed } from './answer';
import type { LatencyModel } from './latency-model';
import type { MeshWorkload } from './mesh-view';
import type { Call } from './call';
import type { Handling, Outcome } from './handling';
import { behaviourOf, toCall, type Scene } from './scene';

export const UNDESCRIBED_TIME: LatencyModel = { medianMs: 1, sigma: 0.4 };
/** What a gateway adds to the request it passes on. */
export const GATEWAY_MS = 0.4;

/** A workload answers when it and everything it calls, one after the other, are done. */
export function handleRequest(scene: Scene, workload: MeshWorkload, call: Call): Handling {
  const key = handlingKey(workload, call);
  const known = scene.handlings.get(key);
  if (known !== undefined) return known;
  // Loops that configuration or behaviour may build: whoever is asked again answers at once.
  if (scene.underway.has(key)) return answerAtOnce(scene, workload, call);
  scene.underway.add(key);
  const handling = workload.isGateway ? passOn(scene, workload, call) : work(scene, workload, call);
  scene.underway.delete(key);
  scene.handlings.set(key, handling);
  return handling;
}

/** The same for requests that a workload treats alike. */
export function handlingKey(workload: MeshWorkload, call: Call): string {
  const { headers, protocol } = call;
  const heard = workload.isGateway ? call : { headers, protocol };
  return JSON.stringify([workload.namespace, workload.name, heard]);
}

function passOn(scene: Scene, gateway: MeshWorkload, call: Call): Handling {
  const plan = scene.followCall(scene, gateway, call);
  const time: LatencyModel = {
    medianMs: GATEWAY_MS + plan.waitMs,
    sigma: 0.4,
    ...(plan.delayedMs > 0 ? { plusMs: plan.delayedMs } : {}),
  };
  return {
    outcomes: plan.outcomes.map((outcome) => ({ ...outcome, time })),
    calls: [{ call, share: 1 }],
  };
}

function work(scene: Scene, workload: MeshWorkload, request: Call): Handling {
  const { protocol, headers } = request;
  const behaviour = behaviourOf(scene, workload);
  if (behaviour === undefined) return answerAtOnce(scene, workload, request);
  const { serviceTime, failures = [] } = behaviour;
  const outcomes: Outcome[] = [];
  let left = 1;
  for (const { code, share } of failures) {
    const failed = Math.min(left, Math.max(0, share));
    if (failed > 0) outcomes.push({ share: failed, answer: failByItself(protocol, code), time: serviceTime });
    left -= failed;
  }
  const calls: { call: Call; share: number }[] = [];
  let { medianMs } = serviceTime;
  let delayedMs = 0;
  let failedForOthers = 0;
  for (const outgoing of behaviour.calls) {
    const call = toCall(scene, workload, outgoing, headers);
    const plan = scene.followCall(scene, workload, call);
    medianMs += outgoing.perRequest * plan.waitMs;
    delayedMs += outgoing.perRequest * plan.delayedMs;
    calls.push({ call, share: outgoing.perRequest * left });
    if (outgoing.onFailure !== 'fail') continue;
    const bad = plan.outcomes.reduce((sum, { share, answer }) => (answer.isOk ? sum : sum + share), 0);
    const hit = left * chanceOfAny(Math.min(1, bad), outgoing.perRequest);
    failedForOthers += hit;
    left -= hit;
  }
  const time = { medianMs, sigma: serviceTime.sigma, ...(delayedMs > 0 ? { plusMs: delayedMs } : {}) };
  if (failedForOthers > 0) outcomes.push({ share: failedForOthers, answer: failForOthers(protocol), time });
  if (left > 0) outcomes.push({ share: left, answer: succeed(protocol), time });
  return { outcomes, calls };
}

/** Whether any of some calls fails; less than one call is the chance of making one. */
function chanceOfAny(bad: number, times: number): number {
  return times <= 1 ? bad * times : 1 - (1 - bad) ** times;
}

function answerAtOnce(scene: Scene, workload: MeshWorkload, { protocol }: Call): Handling {
  const time = behaviourOf(scene, workload)?.serviceTime ?? UNDESCRIBED_TIME;
  return { outcomes: [{ share: 1, answer: succeed(protocol), time }], calls: [] };
}
