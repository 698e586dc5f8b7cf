/** How the lines of a share chart are told apart, colour and dash together; more than these repeat. */
const LINES = [
  { token: '--tt-accent', dash: [] },
  { token: '--tt-unknown', dash: [6, 3] },
  { token: '--tt-ok', dash: [2, 2] },
  { token: '--tt-degraded', dash: [8, 3, 2, 3] },
] as const;

export interface ShareLine {
  readonly token: string;
  readonly dash: readonly number[];
}

export function shareLine(index: number): ShareLine {
  return LINES[index % LINES.length] ?? LINES[0];
}
