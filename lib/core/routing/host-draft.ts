import type { Claim } from './claim';
import type { KnownService } from './host-registry';
import type { RuleDraft } from './route-draft';
import type { RouteProblem } from './route-plan';

/** The rules that apply to one host, before anything is looked up. */
export interface HostDraft {
  readonly host: string;
  readonly service?: KnownService;
  readonly port?: number;
  readonly claims: readonly Claim[];
  readonly rules: readonly RuleDraft[];
  readonly problems: readonly RouteProblem[];
}

export interface HostDrafts {
  readonly hosts: readonly HostDraft[];
  /** Of objects that have no part in any host. */
  readonly problems: readonly RouteProblem[];
}
