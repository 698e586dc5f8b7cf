import type { GraphTokens } from '../paint/read-tokens';

/** A node's ring by what it accepts: STRICT is broad and filled, so that it is seen from afar. */
export interface SecurityRing {
  readonly className: string;
  readonly colour: (tokens: GraphTokens) => string;
  readonly width: number;
  /** How much of the colour fills the shape, 0 to 1. */
  readonly fill: number;
}

export const securityRings: readonly SecurityRing[] = [
  { className: 'mode-STRICT', colour: ({ accent }) => accent, width: 4.5, fill: 0.42 },
  { className: 'mode-PERMISSIVE', colour: ({ degraded }) => degraded, width: 2, fill: 0 },
  { className: 'mode-MIXED', colour: ({ degraded }) => degraded, width: 3, fill: 0.14 },
  { className: 'mode-DISABLE', colour: ({ failing }) => failing, width: 3, fill: 0.14 },
  { className: 'mode-NONE', colour: ({ unknown }) => unknown, width: 3, fill: 0.14 },
  { className: 'mode-UNKNOWN', colour: ({ unknown }) => unknown, width: 2, fill: 0 },
  { className: 'mode-GATEWAY', colour: ({ ok }) => ok, width: 2, fill: 0 },
  { className: 'mode-EMPTY', colour: ({ idle }) => idle, width: 2, fill: 0 },
  { className: 'mode-none-declared', colour: ({ idle }) => idle, width: 2, fill: 0 },
];

/** A line by how what runs on it was seen to be protected; the signs on it say the same. */
export interface SecurityLine {
  readonly className: string;
  readonly colour: (tokens: GraphTokens) => string;
  readonly style: 'solid' | 'dashed' | 'dotted';
}

export const securityLines: readonly SecurityLine[] = [
  { className: 'security-mutual', colour: ({ accent }) => accent, style: 'solid' },
  { className: 'security-part', colour: ({ degraded }) => degraded, style: 'solid' },
  { className: 'security-plaintext', colour: ({ degraded }) => degraded, style: 'dashed' },
  { className: 'security-unknown', colour: ({ unknown }) => unknown, style: 'dotted' },
  { className: 'security-idle', colour: ({ idle }) => idle, style: 'solid' },
];
