import type { Answer } from './answer';
import type { RoutedShare } from './route-request';

export interface RetriedOutcome<Outcome> {
  /** Attempts for each request, 1 where nothing is tried again. */
  readonly attempts: number;
  /** What the client gets in the end. Shares sum to 1. */
  readonly outcomes: readonly Outcome[];
}

interface Tried {
  readonly answer: Answer;
  readonly flags: string;
}

const GRPC_CONDITIONS: Readonly<Record<string, string>> = {
  cancelled: '1',
  'deadline-exceeded': '4',
  'resource-exhausted': '8',
  internal: '13',
  unavailable: '14',
};

/** Tries again what a route says is worth it. A request that fails to the last is flagged URX. */
export function applyRetries<Outcome extends Tried & { readonly share: number }>(
  outcomes: readonly Outcome[],
  retries: RoutedShare['retries'],
): RetriedOutcome<Outcome> {
  if (retries === undefined || retries.attempts === 0) return { attempts: 1, outcomes };
  const isRetried = (outcome: Outcome) => isWorthRetrying(retries, outcome);
  const again = outcomes.reduce((sum, outcome) => (isRetried(outcome) ? sum + outcome.share : sum), 0);
  if (again <= 0) return { attempts: 1, outcomes };
  const most = retries.attempts + 1;
  const attempts = again >= 1 ? most : (1 - again ** most) / (1 - again);
  return {
    attempts,
    outcomes: outcomes.map((outcome) =>
      isRetried(outcome)
        ? { ...outcome, share: outcome.share * again ** retries.attempts, flags: exhausted(outcome.flags) }
        : { ...outcome, share: outcome.share * attempts },
    ),
  };
}

/** Whether a route tries again after such an outcome, if it has attempts left. */
export function isWorthRetrying(retries: NonNullable<RoutedShare['retries']>, outcome: Tried): boolean {
  return retries.on.some((condition) => fits(condition, outcome));
}

export function exhausted(flags: string): string {
  if (flags === '-') return 'URX';
  return flags.includes('URX') ? flags : `${flags},URX`;
}

function fits(condition: string, { answer, flags }: Tried): boolean {
  const code = Number(answer.code);
  const words = flags.split(',');
  switch (condition) {
    case '5xx':
      return code >= 500;
    case 'gateway-error':
      return code >= 502 && code <= 504;
    case 'connect-failure':
      return words.includes('UF');
    case 'reset':
      return words.includes('UC');
    case 'retriable-4xx':
      return code === 409;
    default:
      return GRPC_CONDITIONS[condition] === undefined
        ? condition === answer.code
        : GRPC_CONDITIONS[condition] === answer.grpcStatus;
  }
}
