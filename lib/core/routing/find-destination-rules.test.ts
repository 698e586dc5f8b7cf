import { describe, expect, it } from 'vitest';
import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import { indexDestinationRules } from './find-destination-rules';
import { rule } from '../mtls/sample-policies';

const ROOT = 'istio-system';
const HOST = 'api.shop.svc.cluster.local';
const WEB = { namespace: 'front', labels: { app: 'web' } };

const find = (
  rules: readonly DestinationRuleView[],
  client: { namespace: string; labels: Record<string, string> } = WEB,
  exportedByDefault?: readonly string[],
) => {
  const options = { rootNamespace: ROOT, ...(exportedByDefault === undefined ? {} : { exportedByDefault }) };
  const results = [rules, rules.toReversed()].map((given) =>
    indexDestinationRules(given, options)
      .find(client, { host: HOST, namespace: 'shop' })
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
  expect(results[1]).toEqual(results[0]);
  return results[0];
};

const tls = { trafficPolicy: { tls: { mode: 'DISABLE' } } };
const full = { host: HOST, ...tls };

describe('the DestinationRules that a client follows', () => {
  it.each<[string, readonly DestinationRuleView[], readonly string[]]>([
    ['are none without any', [], []],
    ["are the service's", [rule('shop/a', full)], ['shop/a']],
    [
      "are its own namespace's before the service's",
      [rule('shop/a', full), rule('front/b', full)],
      ['front/b'],
    ],
    [
      "are the service's before the root namespace's",
      [rule('shop/a', full), rule('istio-system/b', full)],
      ['shop/a'],
    ],
    [
      "are the root namespace's where nobody else has any",
      [rule('istio-system/b', full)],
      ['istio-system/b'],
    ],
    ['are not those of a namespace that has nothing to do with the call', [rule('other/a', full)], []],
    [
      "are its own namespace's wildcard before the service's exact host",
      [rule('shop/a', full), rule('front/b', { host: '*.local', ...tls })],
      ['front/b'],
    ],
    [
      'are those of the exact host before a wildcard',
      [rule('shop/a', { host: '*.shop.svc.cluster.local' }, 1), rule('shop/b', full, 2)],
      ['shop/b'],
    ],
    [
      'are those of the longer wildcard',
      [rule('shop/a', { host: '*.local' }, 1), rule('shop/b', { host: '*.shop.svc.cluster.local' }, 2)],
      ['shop/b'],
    ],
    ['are those of a bare wildcard', [rule('istio-system/all', { host: '*' })], ['istio-system/all']],
    ['are those of a short host in their own namespace', [rule('shop/a', { host: 'api' })], ['shop/a']],
    ['are not those of a short host in another namespace', [rule('front/a', { host: 'api' })], []],
    [
      'are not those of a host with one dot, which is taken as it is',
      [rule('shop/a', { host: 'api.shop' })],
      [],
    ],
    ['are not those without a host', [rule('shop/a', tls)], []],
    [
      'are all of one host, the oldest first',
      [rule('shop/a', full, 2), rule('shop/b', full, 1)],
      ['shop/b', 'shop/a'],
    ],
    [
      'are in the order of names where they are as old',
      [rule('shop/b', full), rule('shop/a', full)],
      ['shop/a', 'shop/b'],
    ],
    ['are those exported to it', [rule('shop/a', { ...full, exportTo: ['front'] })], ['shop/a']],
    ['are those exported everywhere', [rule('shop/a', { ...full, exportTo: ['*'] })], ['shop/a']],
    ['are not those kept private', [rule('shop/a', { ...full, exportTo: ['.'] })], []],
    ['are not those exported to others', [rule('shop/a', { ...full, exportTo: ['dock'] })], []],
    [
      "are the root namespace's where the service's are not exported to it",
      [rule('shop/a', { ...full, exportTo: ['.'] }), rule('istio-system/b', full)],
      ['istio-system/b'],
    ],
    [
      "are its own namespace's whoever they are exported to",
      [rule('front/a', { ...full, exportTo: ['dock'] })],
      ['front/a'],
    ],
    [
      'are those for chosen clients before others of the host',
      [
        rule('front/a', full, 1),
        rule('front/b', { ...full, workloadSelector: { matchLabels: { app: 'web' } } }, 2),
      ],
      ['front/b'],
    ],
    [
      'are not those for other clients',
      [rule('front/a', full), rule('front/b', { ...full, workloadSelector: { matchLabels: { app: 'x' } } })],
      ['front/a'],
    ],
    [
      'are not those for chosen clients of another namespace',
      [rule('shop/a', { ...full, workloadSelector: { matchLabels: { app: 'web' } } })],
      [],
    ],
    [
      'are none where the most specific host is for other clients',
      [
        rule('front/a', { ...full, workloadSelector: { matchLabels: { app: 'x' } } }),
        rule('front/b', { host: '*.local', ...tls }),
      ],
      [],
    ],
    [
      'are not those that cannot be read',
      [rule('shop/a', { host: HOST, trafficPolicy: { tls: { mode: 'OFF' } } })],
      [],
    ],
  ])('%s', (_title, rules, expected) => {
    expect(find(rules)).toEqual(expected);
  });

  it('of a client in the root namespace are at first only the private ones there', () => {
    const client = { namespace: ROOT, labels: {} };
    const open = rule('istio-system/open', full);
    const ownPrivate = rule('istio-system/private', { ...full, exportTo: ['.'] });
    const services = rule('shop/a', full);
    expect(find([open, services], client)).toEqual(['shop/a']);
    expect(find([open, ownPrivate, services], client)).toEqual(['istio-system/private']);
    expect(find([open], client)).toEqual(['istio-system/open']);
  });

  it('follow what the mesh says of rules without exportTo', () => {
    expect(find([rule('shop/a', full)], WEB, ['.'])).toEqual([]);
    expect(find([rule('shop/a', { ...full, exportTo: ['*'] })], WEB, ['.'])).toEqual(['shop/a']);
    expect(find([rule('front/a', full)], WEB, ['.'])).toEqual(['front/a']);
  });
});
