import 'server-only';
import { createHash } from 'node:crypto';
import type { AccessReviewer, ReviewSubject } from '@/lib/adapters/kubernetes/review-access';
import type { Visibility } from '@/lib/core/visibility/visibility';
import { isUpstreamFailure } from '@/lib/services/upstream-failure';

/** What somebody may see. */
export interface Seen {
  readonly visibility: Visibility;
  /** Namespaces of which the API server could not be asked: they are not visible. */
  readonly unknown: number;
}

export interface VisibilityOptions {
  readonly reviewer: Pick<AccessReviewer, 'mayList'>;
  /** All namespaces that are known now. */
  readonly namespaces: () => readonly string[];
  readonly nowSeconds: () => number;
}

/** How long a right that was taken away may still be used. */
const REMEMBERED_SECONDS = 60;
/** How long a question that could not be answered is not asked again. */
const FAILED_SECONDS = 5;
const MOST_PEOPLE = 500;
const AT_ONCE = 8;

interface Known {
  readonly key: string;
  expiresAt: number;
  readonly everywhere: Promise<boolean | undefined>;
  readonly byNamespace: Map<string, Promise<boolean | undefined>>;
}

/** Asks the API server who may see what: first everywhere at once, then namespace by namespace. Failures close. */
export class VisibilitySource {
  readonly #options: VisibilityOptions;
  readonly #known = new Map<string, Known>();
  readonly #waiting: (() => void)[] = [];
  #asking = 0;

  constructor(options: VisibilityOptions) {
    this.#options = options;
  }

  /** @throws UpstreamError `unauthorized`, where the API server does not accept the token */
  async of(subject: ReviewSubject): Promise<Seen> {
    const known = this.#find(subject);
    const everywhere = await known.everywhere;
    if (everywhere === true) return { visibility: 'all', unknown: 0 };
    const names = this.#options.namespaces();
    // Where that question could not be asked, hundreds of others need not be.
    if (everywhere === undefined) return { visibility: new Set(), unknown: Math.max(1, names.length) };
    const answers = await Promise.all(
      names.map((name) => {
        const asked = known.byNamespace.get(name) ?? this.#ask(known.key, subject, name);
        known.byNamespace.set(name, asked);
        return asked;
      }),
    );
    return {
      visibility: new Set(names.filter((_, i) => answers[i] === true)),
      unknown: answers.filter((answer) => answer === undefined).length,
    };
  }

  #find(subject: ReviewSubject): Known {
    const now = this.#options.nowSeconds();
    const key = keyOf(subject);
    const found = this.#known.get(key);
    // Whoever was here last is forgotten last.
    this.#known.delete(key);
    const known: Known =
      found !== undefined && found.expiresAt > now
        ? found
        : {
            key,
            expiresAt: now + REMEMBERED_SECONDS,
            everywhere: this.#ask(key, subject, undefined),
            byNamespace: new Map(),
          };
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_PEOPLE && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  /** Undefined where it cannot be found out. */
  async #ask(
    key: string,
    subject: ReviewSubject,
    namespace: string | undefined,
  ): Promise<boolean | undefined> {
    try {
      return await this.#slot(() => this.#options.reviewer.mayList(subject, namespace));
    } catch (error) {
      if (!isUpstreamFailure(error)) throw error;
      const known = this.#known.get(key);
      const soon = this.#options.nowSeconds() + FAILED_SECONDS;
      if (known !== undefined) known.expiresAt = Math.min(known.expiresAt, soon);
      if (error.kind === 'unauthorized' && subject.kind === 'token') throw error;
      return undefined;
    }
  }

  /** People with many namespaces must not take the API server from others. */
  async #slot<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#asking >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#asking += 1;
    try {
      return await ask();
    } finally {
      this.#asking -= 1;
      this.#waiting.shift()?.();
    }
  }
}

/** Tokens are not kept. */
function keyOf(subject: ReviewSubject): string {
  const text = subject.kind === 'token' ? subject.token : JSON.stringify([subject.user, subject.groups]);
  return `${subject.kind} ${createHash('sha256').update(text).digest('base64')}`;
}
