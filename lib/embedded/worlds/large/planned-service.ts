import type { OutgoingCall } from '../world';

export type Protocol = NonNullable<OutgoingCall['protocol']>;

export interface PlannedService {
  readonly name: string;
  readonly namespace: string;
  /** 0 takes what comes in from outside; calls only go to higher tiers. */
  readonly tier: number;
  readonly protocol: Protocol;
  /** One workload each. */
  readonly versions: readonly string[];
  readonly calls: readonly PlannedCall[];
}

export interface PlannedCall {
  readonly target: Omit<PlannedService, 'calls'>;
  readonly perRequest: number;
}
