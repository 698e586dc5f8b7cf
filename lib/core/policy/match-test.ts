import type { RuleTest } from '../kubernetes/authorization-rule-view';
import { parsePrincipal, type CallFacts } from './call-facts';
import { matchesGlob, matchesPath, matchesText } from './match-text';
import { attributeOf } from './policy-attributes';
import { every, not, some, unknown, type Truth } from './truth';

/** By which a test is judged, besides the call. */
export interface MatchContext {
  /** The policy's own: a service account without a namespace belongs to it. */
  readonly policyNamespace: string;
  /** The mesh's own trust domain, and those that it goes by as well. */
  readonly trustDomains: readonly string[];
  readonly isZtunnel: boolean;
}

/**
 * Whether a call fits what a rule asks of one attribute: one of the values, and none of the others. What a plaintext
 * caller does not have fits nothing, and so is none of the others.
 */
export function matchTest(test: RuleTest, facts: CallFacts, context: MatchContext): Truth {
  const fits = fitterOf(test.key, facts, context);
  return every([
    test.values.length === 0 || some(test.values.map(fits)),
    not(some(test.notValues.map(fits))),
  ]);
}

type Fitter = (pattern: string) => Truth;

function fitterOf(key: string, facts: CallFacts, context: MatchContext): Fitter {
  switch (key) {
    case 'source.principal':
      return fitKnown(facts.principal, 'identity', (pattern, principal) =>
        matchesPrincipal(pattern, principal, context),
      );
    case 'source.namespace':
      return fitIdentity(facts, ({ namespace }, pattern) =>
        context.isZtunnel ? matchesText(pattern, namespace) : matchesGlob(pattern, namespace),
      );
    case 'source.serviceAccount':
      return fitIdentity(facts, ({ namespace, account }, pattern) => {
        const wanted = pattern.includes('/') ? pattern : `${context.policyNamespace}/${pattern}`;
        return wanted === `${namespace}/${account}`;
      });
    case 'source.trustDomain':
      return fitIdentity(facts, ({ trustDomain }, pattern) => matchesText(pattern, trustDomain));
    case 'destination.port':
      return fitKnown(
        facts.port,
        'port',
        (pattern, port) => /^\d+$/.test(pattern) && Number(pattern) === port,
      );
    case 'request.method':
      return fitAlwaysThere(facts.http?.method, 'method', matchesText);
    case 'request.path':
      return fitAlwaysThere(facts.http?.path, 'path', matchesPath);
    case 'request.host':
      return fitAlwaysThere(facts.http?.host, 'host', (pattern, host) =>
        matchesText(pattern.toLowerCase(), host.toLowerCase()),
      );
    case 'request.auth.principal':
      return fitKnown(facts.http?.requestPrincipal, 'token', matchesText);
    default:
      return fitUnseen(key, facts);
  }
}

/** Null is known to be absent, which nothing fits. */
function fitKnown<T>(
  fact: T | null | undefined,
  needs: 'identity' | 'port' | 'token',
  test: (pattern: string, value: T) => boolean,
): Fitter {
  return (pattern) => {
    if (fact === null) return false;
    return fact === undefined ? unknown(needs) : test(pattern, fact);
  };
}

function fitIdentity(
  { principal }: CallFacts,
  test: (identity: NonNullable<ReturnType<typeof parsePrincipal>>, pattern: string) => boolean,
): Fitter {
  return fitKnown(principal, 'identity', (pattern, known) => {
    const identity = parsePrincipal(known);
    return identity !== undefined && test(identity, pattern);
  });
}

/** Every request has one: that it is there need not be known. */
function fitAlwaysThere(
  fact: string | undefined,
  needs: 'method' | 'path' | 'host',
  test: (pattern: string, value: string) => boolean,
): Fitter {
  return (pattern) => {
    if (pattern === '*') return true;
    return fact === undefined ? unknown(needs) : test(pattern, fact);
  };
}

/** What no report tells. Without a token there are no claims in it. */
function fitUnseen(key: string, { http }: CallFacts): Fitter {
  const attribute = attributeOf(key);
  if (attribute === undefined) return () => false;
  const { needs } = attribute;
  return () => (needs === 'token' && http?.requestPrincipal === null ? false : unknown(needs));
}

/** `cluster.local` stands for the mesh's own trust domain, and each that the mesh goes by for all of them. */
function matchesPrincipal(
  pattern: string,
  principal: string,
  { trustDomains, isZtunnel }: MatchContext,
): boolean {
  if (matchesText(pattern, principal)) return true;
  const [domain = '', ...rest] = pattern.split('/');
  if (isZtunnel || rest.length === 0) return false;
  const isOurs = domain === 'cluster.local' || trustDomains.includes(domain);
  return isOurs && trustDomains.some((own) => matchesText([own, ...rest].join('/'), principal));
}
