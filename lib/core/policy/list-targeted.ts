import type { ObjectView } from '../kubernetes/object-view';
import type { RequestAuthenticationView } from '../kubernetes/request-authentication-view';
import type { TargetedObjectView } from '../kubernetes/targeted-object-view';
import { byAge, inOrder, nameOf, type AppliedPolicy, type Unordered } from './applied-policy';
import { ownProxies, waypointProxies, type AppliedSubject } from './applied-subject';
import { attachPolicy, type AttachablePolicy } from './attach-policy';
import type { PolicyContext } from './policy-context';

type Targeted = ObjectView & AttachablePolicy & { readonly malformed?: string };

const MALFORMED = 'malformed' as const;

/** RequestAuthentications: all that are for a proxy count together, and any valid token is taken. */
export function listRequestAuthentication(
  context: PolicyContext,
  subject: AppliedSubject,
  policies: readonly RequestAuthenticationView[],
): AppliedPolicy[] {
  return list(context, subject, byAge(policies), {
    kind: 'RequestAuthentication',
    about: 'inbound',
    say: ({ issuers }) => (issuers.length === 0 ? 'no issuer' : `tokens of ${issuers.join(', ')}`),
    reason: 'A token that is invalid is refused; a request without one goes on, unless a policy asks for it.',
  });
}

/** Telemetry: what each level says adds to the one above it; of several for one level the oldest counts. */
export function listTelemetry(
  context: PolicyContext,
  subject: AppliedSubject,
  objects: readonly TargetedObjectView[],
): AppliedPolicy[] {
  const listed = list(context, subject, byAge(objects), {
    kind: 'Telemetry',
    about: 'proxy',
    say: () => 'metrics, logs or traces',
    reason: 'It adds to what levels above it say.',
  });
  const first = new Map<string, AppliedPolicy>();
  return listed.map((one) => {
    const level = `${one.by} ${one.enforcer}`;
    const older = first.get(level);
    if (one.effect !== 'applies') return one;
    if (older === undefined) {
      first.set(level, one);
      return one;
    }
    const reason = `${older.namespace}/${older.name} is older, and only one for this level counts.`;
    return { ...one, effect: 'shadowed', reason };
  });
}

/** EnvoyFilters, in the order in which they change the proxy: by priority, those of the root namespace first, then by age. */
export function listEnvoyFilters(
  context: PolicyContext,
  subject: AppliedSubject,
  objects: readonly TargetedObjectView[],
): AppliedPolicy[] {
  const { rootNamespace } = context.mtls.facts.settings;
  const isRoot = ({ namespace }: TargetedObjectView) => Number(namespace !== rootNamespace);
  const sorted = byAge(objects).sort((a, b) => a.priority - b.priority || isRoot(a) - isRoot(b));
  return list(context, subject, sorted, {
    kind: 'EnvoyFilter',
    about: 'proxy',
    say: ({ priority }) => (priority === 0 ? 'changes the proxy' : `changes the proxy, priority ${priority}`),
    reason: 'It changes what the proxy does in ways that are not looked at here.',
  });
}

/** WasmPlugins: the highest priority first. */
export function listWasmPlugins(
  context: PolicyContext,
  subject: AppliedSubject,
  objects: readonly TargetedObjectView[],
): AppliedPolicy[] {
  const sorted = byAge(objects).sort((a, b) => b.priority - a.priority);
  return list(context, subject, sorted, {
    kind: 'WasmPlugin',
    about: 'proxy',
    say: ({ priority }) => (priority === 0 ? 'a plugin' : `a plugin, priority ${priority}`),
    reason: 'What a plugin does to requests is not looked at here.',
  });
}

interface Telling<T> {
  readonly kind: Unordered['kind'];
  readonly about: Unordered['about'];
  readonly say: (one: T) => string;
  readonly reason: string;
}

function list<T extends Targeted>(
  context: PolicyContext,
  subject: AppliedSubject,
  objects: readonly T[],
  { kind, about, say, reason }: Telling<T>,
): AppliedPolicy[] {
  const { rootNamespace } = context.mtls.facts.settings;
  const proxies = [...waypointProxies(context, subject), ...ownProxies(subject)];
  const found = objects.flatMap((one) =>
    proxies.flatMap((proxy): Unordered[] => {
      const attachment = attachPolicy(one, proxy.subject, rootNamespace);
      if (!attachment.isAttached) return [];
      const base = { ...nameOf(one), kind, about, by: attachment.by, enforcer: proxy.words, says: say(one) };
      if (one.malformed !== undefined)
        return [{ ...base, effect: MALFORMED, reason: `It cannot be read as a whole: ${one.malformed}.` }];
      if (proxy.subject.enforcer === 'ztunnel') {
        const why = `ztunnel does not know ${kind}: it takes a waypoint, and targetRefs.`;
        return [{ ...base, effect: 'noEffect', reason: why }];
      }
      return [{ ...base, effect: 'applies', reason }];
    }),
  );
  return inOrder([...new Map(found.map((one) => [JSON.stringify(one), one])).values()]);
}
