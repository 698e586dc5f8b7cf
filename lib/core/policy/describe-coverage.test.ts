import { describe, expect, it } from 'vitest';
import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { MtlsWorkload } from '../mtls/mtls-workload';
import { pods, workload } from '../mtls/sample-policies';
import { contextOf } from '../mtls/sample-scene';
import { describeCoverage } from './describe-coverage';
import { indexPolicyFacts } from './policy-context';
import type { PolicyFacts } from './policy-facts';
import { allow, authorization, deny, source } from './sample-authorization';

function cover(
  one: MtlsWorkload,
  policies: readonly AuthorizationPolicyView[],
  more: Partial<PolicyFacts> = {},
) {
  const context = indexPolicyFacts(contextOf({ workloads: [one] }), {
    policies,
    policySight: { known: true },
    accountsOf: () => [],
    waypointOf: () => undefined,
    trustDomains: ['cluster.local'],
    ...more,
  });
  return describeCoverage(context, one).coverage;
}

const API = workload('shop/api');
const AMBIENT = workload('shop/api', pods('ambient'));
const FRONT = source({ namespaces: ['front'] });

describe('whether anything may refuse a call to a workload', () => {
  it.each<[string, MtlsWorkload, readonly AuthorizationPolicyView[], string]>([
    ['nothing', API, [], 'none'],
    ['an ALLOW', API, [authorization('shop/a', allow(FRONT))], 'covered'],
    ['an ALLOW without rules', API, [authorization('shop/a', {})], 'covered'],
    ['a DENY', API, [authorization('shop/a', deny(FRONT))], 'covered'],
    ['a DENY without rules', API, [authorization('shop/a', { action: 'DENY' })], 'none'],
    ['an audit', API, [authorization('shop/a', { action: 'AUDIT', rules: [{}] })], 'none'],
    ['a dry run', API, [authorization('shop/a', deny(FRONT), { 'istio.io/dry-run': 'true' })], 'none'],
    ['a policy of another namespace', API, [authorization('front/a', allow(FRONT))], 'none'],
    ['a policy of the mesh', API, [authorization('istio-system/a', allow(FRONT))], 'covered'],
    [
      'a policy for other pods',
      API,
      [authorization('shop/a', { selector: { matchLabels: { app: 'db' } } })],
      'none',
    ],
    ['CUSTOM at a sidecar', API, [authorization('shop/a', { action: 'CUSTOM', rules: [{}] })], 'covered'],
    ['CUSTOM at ztunnel', AMBIENT, [authorization('shop/a', { action: 'CUSTOM', rules: [{}] })], 'none'],
    ['an ALLOW that cannot be read', API, [authorization('shop/a', { rules: 'all' })], 'covered'],
    ['no proxy', workload('shop/api', pods('none')), [authorization('shop/a', allow(FRONT))], 'unenforced'],
    ['no proxy and no policy', workload('shop/api', pods('none')), [], 'none'],
    [
      'proxies before some pods only',
      workload('shop/api', pods('sidecar'), pods('none')),
      [authorization('shop/a', allow(FRONT))],
      'partly',
    ],
    ['a proxy that is not known', workload('shop/api', pods('unknown')), [], 'unknown'],
    ['being a waypoint', workload('shop/way', pods('waypoint')), [], 'waypoint'],
  ])('%s', (_, one, policies, coverage) => {
    expect(cover(one, policies)).toBe(coverage);
  });

  it('is not known where policies cannot be read, unless one of those that can be read does', () => {
    const hidden = { policySight: { known: true, hiddenIn: ['istio-system'] } };
    expect(cover(API, [], hidden)).toBe('unknown');
    expect(cover(API, [authorization('shop/a', allow(FRONT))], hidden)).toBe('covered');
  });

  it('is the waypoint alone where only that has a policy', () => {
    const spec = { targetRefs: [{ kind: 'Service', name: 'api' }], ...allow(FRONT) };
    const waypointOf = () => ({ namespace: 'shop', name: 'way' });
    expect(cover(AMBIENT, [authorization('shop/a', spec)], { waypointOf })).toBe('atWaypoint');
  });
});
