import type { Protocol } from '../telemetry/traffic-sample';
import type { Pattern } from './pattern';

export type Direction = 'inbound' | 'outbound';
export const DIRECTIONS: readonly Direction[] = ['inbound', 'outbound'];

/** Protocols whose answers carry a status. */
export type RequestProtocol = Exclude<Protocol, 'tcp'>;
export const REQUEST_PROTOCOLS: readonly RequestProtocol[] = ['http', 'grpc'];

/** From which share on something has a status: 0 to 1, included; a share of 0 has none. */
export interface ShareLimits {
  readonly degradedShare: number;
  readonly failingShare: number;
}

/** Which share of which responses is still acceptable. */
export interface Tolerance extends ShareLimits {
  readonly protocols: readonly RequestProtocol[];
  readonly directions: readonly Direction[];
  /** Takes the whole code. */
  readonly code: Pattern;
  /** How people call these responses. */
  readonly words: string;
}

/** Tolerances that somebody laid down together. */
export interface ToleranceSet {
  readonly tolerances: readonly Tolerance[];
  /** Who did, as it goes on after "of": `the annotation on Service shop/cart`. Absent for the built-in ones. */
  readonly origin?: string;
}

/** The field's usual defaults, so that people find their colours again; and gRPC's transport failures besides. */
export const DEFAULT_TOLERANCES: readonly Tolerance[] = [
  tolerate('http', /^5\d\d$/, '5xx', 0, 0.1),
  tolerate('http', /^4\d\d$/, '4xx', 0.1, 0.2),
  tolerate('http', /^-$/, 'no response', 0, 0.1),
  tolerate('grpc', /^([1-9]|1[0-6])$/, 'gRPC status 1-16', 0, 0.1),
  tolerate('grpc', /^[45]\d\d$/, 'transport failure', 0, 0.1),
  tolerate('grpc', /^-$/, 'no response', 0, 0.1),
];

/** The last rule, where no other one matches. */
export const BUILT_IN_SET: ToleranceSet = { tolerances: DEFAULT_TOLERANCES };

function tolerate(
  protocol: RequestProtocol,
  code: RegExp,
  words: string,
  degradedShare: number,
  failingShare: number,
): Tolerance {
  return { protocols: [protocol], directions: DIRECTIONS, code, words, degradedShare, failingShare };
}
