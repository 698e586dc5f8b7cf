import type { AccessSubject } from './access-users';
import type { MemoryObjectStore } from './memory-store';

/** What an access policy is asked. Fields that do not apply are empty strings. */
export interface AccessRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What every endpoint of the embedded API works with. */
export interface ApiContext {
  readonly store: MemoryObjectStore;
  readonly authorize: (request: AccessRequest) => boolean;
  readonly userName: string;
  readonly userGroups: readonly string[];
  /** What anybody may do, by name and groups: for reviews about others. */
  readonly authorizeOther: (subject: AccessSubject, request: AccessRequest) => boolean;
  readonly bookmarkIntervalMs: number;
}
