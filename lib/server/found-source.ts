import 'server-only';
import type { Credentials } from '@/lib/adapters/http/guarded-transport';
import type { Finding } from '@/lib/contracts/status';

/** Where and as whom an upstream is asked. */
export interface Upstream {
  readonly url: string;
  readonly credentials: (refresh: boolean) => Promise<Credentials>;
  /** The API server wants further rights for a POST. */
  readonly onlyGet?: boolean;
}

/** A source that answers, and how to ask it. */
export interface Found {
  readonly finding: Finding;
  readonly upstream?: Upstream;
}
