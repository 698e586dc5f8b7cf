import type { Behaviour, OutgoingCall } from './world';

export interface Pace {
  readonly medianMs: number;
  /** Spread of the logarithm of the latency, 0.4 unless told. */
  readonly sigma?: number;
  /** Median size of an answer, 900 unless told. */
  readonly responseBytes?: number;
}

/** How a workload behaves that never fails by itself. */
export function behave(
  namespace: string,
  workload: string,
  { medianMs, sigma = 0.4, responseBytes = 900 }: Pace,
  calls: readonly OutgoingCall[] = [],
): Behaviour {
  return {
    namespace,
    workload,
    serviceTime: { medianMs, sigma },
    requestBytes: { medianMs: 700, sigma: 0.2 },
    responseBytes: { medianMs: responseBytes, sigma: 0.3 },
    calls,
  };
}

type Extras = Partial<Omit<OutgoingCall, 'host' | 'path' | 'perRequest' | 'protocol'>>;

/** An HTTP call; a failure of it is tolerated unless told otherwise. */
export function http(host: string, path: string, perRequest: number, extras: Extras = {}): OutgoingCall {
  return { host, path, perRequest, protocol: 'http', ...extras };
}

/** A gRPC call of a method, written `/package.Service/Method`. */
export function grpc(host: string, method: string, perRequest: number, extras: Extras = {}): OutgoingCall {
  return { host, path: method, perRequest, protocol: 'grpc', ...extras };
}

/** Bytes on a connection that stays open; `perRequest` is how often a request uses it. */
export function tcp(host: string, perRequest: number, toServer: number, toClient: number): OutgoingCall {
  return { host, path: '', perRequest, protocol: 'tcp', bytes: { toServer, toClient } };
}
