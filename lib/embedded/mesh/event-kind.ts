import type { Answer, Protocol } from './answer';
import type { LatencyModel } from './latency-model';
import type { MeshWorkload } from './mesh-view';
import type { EventKind } from './report';
import type { Call } from './call';
import { behaviourOf, type Scene } from './scene';

const SMALL_BODY: LatencyModel = { medianMs: 300, sigma: 0.2 };
const NO_BODY: LatencyModel = { medianMs: 1e-9, sigma: 0.2 };
/** Connections are kept open and used again. */
const CONNECTIONS_PER_USE = 0.02;
export const KEPT_OPEN = 2;

/** What requests are like that a workload answers. */
export function eventKind(
  scene: Scene,
  server: MeshWorkload | undefined,
  call: Call,
  answer: Answer,
  duration: LatencyModel,
): EventKind {
  const behaviour = server === undefined ? undefined : behaviourOf(scene, server);
  const { bytes } = call;
  return {
    duration,
    requestBytes:
      bytes === undefined
        ? (behaviour?.requestBytes ?? SMALL_BODY)
        : { medianMs: bytes.toServer, sigma: 0.2 },
    responseBytes:
      bytes === undefined
        ? (behaviour?.responseBytes ?? SMALL_BODY)
        : { medianMs: bytes.toClient, sigma: 0.2 },
    messagesBack: answer.isOk ? 1 : 0,
    connections: CONNECTIONS_PER_USE,
    keptOpen: KEPT_OPEN,
  };
}

/** What answers are like that proxies make by themselves; over TCP there is nothing to say. */
export function refusalKind(protocol: Protocol, duration: LatencyModel): EventKind {
  if (protocol === 'tcp') return closedConnectionKind(duration);
  const body = { requestBytes: SMALL_BODY, responseBytes: SMALL_BODY };
  return { duration, ...body, messagesBack: 0, connections: 1, keptOpen: 0 };
}

/** A connection that is closed before a byte has passed: every use tries a new one. */
export function closedConnectionKind(duration: LatencyModel): EventKind {
  const body = { requestBytes: NO_BODY, responseBytes: NO_BODY };
  return { duration, ...body, messagesBack: 0, connections: 1, keptOpen: 0 };
}
