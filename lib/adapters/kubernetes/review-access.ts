import { createGuardedTransport, type Credentials } from '@/lib/adapters/http/guarded-transport';
import { asArray, asObject, asText } from '@/lib/core/kubernetes/json';
import { parseApiObject, toApiError } from './api';
import type { ClusterAccess } from './load-access';

/** Of whom is asked: whoever a token is of, or somebody whom another system has signed in. */
export type ReviewSubject =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'named'; readonly user: string; readonly groups: readonly string[] };

export interface KubernetesUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Asks the API server what somebody may do. */
export interface AccessReviewer {
  /**
   * Whether somebody may list the services of a namespace, or of all where none is named.
   * @throws UpstreamError, `unauthorized` where the API server does not know a token
   */
  mayList(subject: ReviewSubject, namespace: string | undefined): Promise<boolean>;
  /** Who a token is of; undefined where the API server does not tell. @throws UpstreamError */
  whoIs(token: string): Promise<KubernetesUser | undefined>;
  close(): void;
}

const DEADLINE_MS = 5_000;
const MAX_BYTES = 256 * 1024;
const AUTHORIZATION = 'authorization.k8s.io/v1';
const AUTHENTICATION = 'authentication.k8s.io/v1';

/** Tokens of users are never sent together with what our own account presents. */
export function createAccessReviewer(access: Pick<ClusterAccess, 'baseUrl' | 'credentials'>): AccessReviewer {
  const options = { source: 'kubernetes', baseUrl: access.baseUrl } as const;
  const ours = createGuardedTransport({ ...options, credentials: (refresh) => access.credentials(refresh) });
  const open = new Set<{ close(): void }>([ours]);

  async function create(subject: ReviewSubject, path: string, body: object): Promise<object | undefined> {
    const transport =
      subject.kind === 'named'
        ? ours
        : createGuardedTransport({ ...options, credentials: () => presentToken(access, subject.token) });
    open.add(transport);
    try {
      const answer = await transport.request({
        method: 'POST',
        path,
        body: { contentType: 'application/json', text: JSON.stringify(body) },
        deadlineMs: DEADLINE_MS,
        maxBytes: MAX_BYTES,
      });
      if (answer.status === 404) return undefined;
      if (answer.status !== 201 && answer.status !== 200) throw toApiError(answer);
      return asObject(parseApiObject(answer.text)['status']);
    } finally {
      if (transport !== ours) {
        transport.close();
        open.delete(transport);
      }
    }
  }

  return {
    async mayList(subject, namespace) {
      const self = subject.kind === 'token';
      const kind = self ? 'SelfSubjectAccessReview' : 'SubjectAccessReview';
      const status = await create(subject, `/apis/${AUTHORIZATION}/${kind.toLowerCase()}s`, {
        apiVersion: AUTHORIZATION,
        kind,
        spec: {
          ...(self ? {} : { user: subject.user, groups: subject.groups }),
          resourceAttributes: {
            verb: 'list',
            group: '',
            resource: 'services',
            ...(namespace === undefined ? {} : { namespace }),
          },
        },
      });
      const { allowed, denied } = asObject(status);
      return allowed === true && denied !== true;
    },
    async whoIs(token) {
      const path = `/apis/${AUTHENTICATION}/selfsubjectreviews`;
      const body = { apiVersion: AUTHENTICATION, kind: 'SelfSubjectReview' };
      const status = await create({ kind: 'token', token }, path, body);
      const { username, groups } = asObject(asObject(status)['userInfo']);
      const name = asText(username);
      if (name === undefined) return undefined;
      return { name, groups: asArray(groups).flatMap((group) => asText(group) ?? []) };
    },
    close() {
      for (const transport of open) transport.close();
    },
  };
}

/** A certificate of ours would make the API server take the user for us. */
async function presentToken(access: Pick<ClusterAccess, 'credentials'>, token: string): Promise<Credentials> {
  const { tls = {} } = await access.credentials(false);
  const { ca, serverName, insecure } = tls;
  return {
    headers: { authorization: `Bearer ${token}` },
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { serverName }),
      ...(insecure === undefined ? {} : { insecure }),
    },
  };
}
