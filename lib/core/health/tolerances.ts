import type { Protocol } from '../telemetry/traffic-sample';

export type Direction = 'inbound' | 'outbound';

/** Which share of which responses is still acceptable. Patterns are whole-value regular expressions. */
export interface Tolerance {
  readonly protocol: Exclude<Protocol, 'tcp'>;
  readonly code: RegExp;
  /** How people call these responses. */
  readonly words: string;
  readonly direction: Direction | 'any';
  /** Shares between 0 and 1; a share above 0 that reaches one of them has that status. */
  readonly degradedShare: number;
  readonly failingShare: number;
}

/** The field's usual defaults, so that people find their colours again. */
export const DEFAULT_TOLERANCES: readonly Tolerance[] = [
  { protocol: 'http', code: /^5\d\d$/, words: '5xx', direction: 'any', degradedShare: 0, failingShare: 0.1 },
  {
    protocol: 'http',
    code: /^4\d\d$/,
    words: '4xx',
    direction: 'any',
    degradedShare: 0.1,
    failingShare: 0.2,
  },
  {
    protocol: 'http',
    code: /^-$/,
    words: 'no response',
    direction: 'any',
    degradedShare: 0,
    failingShare: 0.1,
  },
  {
    protocol: 'grpc',
    code: /^([1-9]|1[0-6])$/,
    words: 'gRPC status 1-16',
    direction: 'any',
    degradedShare: 0,
    failingShare: 0.1,
  },
  {
    protocol: 'grpc',
    code: /^[45]\d\d$/,
    words: 'transport failure',
    direction: 'any',
    degradedShare: 0,
    failingShare: 0.1,
  },
  {
    protocol: 'grpc',
    code: /^-$/,
    words: 'no response',
    direction: 'any',
    degradedShare: 0,
    failingShare: 0.1,
  },
];
