import { describe, expect, it } from 'vitest';
import { viewServiceEntry, type ServiceEntryView } from '../kubernetes/service-entry-view';
import { indexServiceEntries } from './find-service-entry';

function entry(
  place: string,
  hosts: readonly string[],
  more: { exportTo?: readonly string[]; created?: string } = {},
): ServiceEntryView {
  const [namespace = '', name = ''] = place.split('/');
  const { created, exportTo = [] } = more;
  const metadata = { namespace, name, ...(created === undefined ? {} : { creationTimestamp: created }) };
  const { view } = viewServiceEntry({ metadata, spec: { hosts, exportTo } });
  if (view === undefined) throw new Error('unreadable');
  return view;
}

function find(
  entries: readonly ServiceEntryView[],
  host: string,
  client: string | undefined = 'shop',
  byDefault?: readonly string[],
): string | undefined {
  const found = [entries, entries.toReversed()].map((given) => {
    const chosen = indexServiceEntries(given, byDefault)([host], client);
    return chosen && `${chosen.namespace}/${chosen.name}`;
  });
  expect(found[0]).toBe(found[1]);
  return found[0];
}

describe('a host is declared by', () => {
  it.each([
    ['a.example.com', 'a.example.com', true],
    ['a.example.com', 'b.example.com', false],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '.example.com', false],
    ['*.example.com', 'aexample.com', false],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', 'a.example.com.evil.org', false],
    ['*-eu.example.com', 'db-eu.example.com', true],
    ['*', 'a.example.com', false],
    ['A.Example.com', 'a.example.COM', true],
    ['a.example.com.', 'a.example.com', true],
    ['a.example.com', 'a.example.com:8443', true],
    ['toString', 'toString', true],
    ['__proto__', '__proto__', true],
    ['a.example.com', '__proto__', false],
    ['', '', false],
  ])('%s: %s is, %s', (pattern, host, isDeclared) => {
    expect(find([entry('egress/e', [pattern])], host)).toBe(isDeclared ? 'egress/e' : undefined);
  });

  it('the most specific entry, whatever their ages and places', () => {
    const entries = [
      entry('shop/wide', ['*.com'], { created: '2020-01-01T00:00:00Z' }),
      entry('shop/narrow', ['*.example.com'], { created: '2021-01-01T00:00:00Z' }),
      entry('egress/exact', ['x.org', 'a.example.com'], { created: '2022-01-01T00:00:00Z' }),
    ];
    expect(find(entries, 'a.example.com')).toBe('egress/exact');
    expect(find(entries, 'b.example.com')).toBe('shop/narrow');
    expect(find(entries, 'b.other.com')).toBe('shop/wide');
  });

  it("the client's own among equals, then the oldest, then the first by name and namespace", () => {
    const old = entry('egress/old', ['a.example.com'], { created: '2020-01-01T00:00:00Z' });
    const young = entry('shop/young', ['a.example.com'], { created: '2022-01-01T00:00:00Z' });
    const ageless = entry('egress/ageless', ['a.example.com'], { created: 'yesterday' });
    expect(find([old, young, ageless], 'a.example.com', 'shop')).toBe('shop/young');
    expect(find([old, young, ageless], 'a.example.com', 'other')).toBe('egress/old');
    expect(find([young, ageless], 'a.example.com', 'other')).toBe('shop/young');
    const same = ['b/one', 'a/one', 'a/two'].map((place) => entry(place, ['a.example.com']));
    expect(find(same, 'a.example.com', 'other')).toBe('a/one');
  });

  it('the oldest in time, not in spelling', () => {
    const older = entry('z/older', ['a.example.com'], { created: '2020-01-01T01:30:00+02:00' });
    const younger = entry('a/younger', ['a.example.com'], { created: '2020-01-01T00:30:00Z' });
    expect(find([older, younger], 'a.example.com')).toBe('z/older');
  });
});

describe('an entry is for', () => {
  const host = 'a.example.com';
  it.each<[readonly string[], string | undefined, boolean]>([
    [[], 'shop', true],
    [[], undefined, true],
    [['*'], 'shop', true],
    [['*'], undefined, true],
    [['.'], 'shop', false],
    [['.'], 'egress', true],
    [['.'], undefined, false],
    [['~'], 'egress', false],
    [['~'], 'shop', false],
    [['shop', 'other'], 'shop', true],
    [['shop'], 'egress', false],
    [['shop'], undefined, false],
    [['.', 'shop'], 'shop', true],
    [['~'], '~', false],
  ])('exportTo %j: clients in %s, %s', (exportTo, client, isVisible) => {
    const index = indexServiceEntries([entry('egress/e', [host], { exportTo })], undefined);
    expect(index([host], client) !== undefined).toBe(isVisible);
  });

  it('whom the mesh says where the entry says nothing', () => {
    const silent = entry('egress/silent', [host]);
    expect(find([silent], host, 'shop', ['.'])).toBeUndefined();
    expect(find([silent], host, 'egress', ['.'])).toBe('egress/silent');
    expect(find([entry('egress/loud', [host], { exportTo: ['*'] })], host, 'shop', ['~'])).toBe(
      'egress/loud',
    );
  });

  it('nobody else: a less specific one that is visible applies instead', () => {
    const hidden = entry('egress/hidden', [host], { exportTo: ['.'] });
    expect(find([hidden], host)).toBeUndefined();
    expect(find([hidden, entry('egress/wide', ['*.example.com'])], host)).toBe('egress/wide');
  });
});
