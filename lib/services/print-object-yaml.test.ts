import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printObjectYaml } from './print-object-yaml';

const route = {
  metadata: { name: 'cart', namespace: 'shop', uid: 'x', generation: 4, managedFields: [{ time: 'x' }] },
  spec: {
    hosts: ['cart'],
    http: [
      {
        match: [{ uri: { prefix: '/a' } }],
        timeout: '3s',
        route: [{ destination: { host: 'a' }, weight: 1 }],
      },
      { route: [{ destination: { host: 'b\n: {' }, weight: 2 }, { destination: { host: 'c' } }] },
    ],
  },
  status: { seen: true },
};

describe('an object as text', () => {
  const paths = [
    'spec.http[0]',
    'spec.http[0].timeout',
    'spec.http[1].route[1]',
    'spec.nothing[4]',
    '',
    'spec.http[9].route',
  ];
  const printed = printObjectYaml(route, 'VirtualService', paths);

  it('is what is declared, without what the cluster adds', () => {
    expect(parse(printed.text)).toEqual({
      kind: 'VirtualService',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: route.spec,
    });
  });

  it('says in which lines its fields are, and nothing of fields that it lacks', () => {
    const lines = printed.text.split('\n');
    const found = printed.places.map(({ path, firstLine, lastLine }) => [
      path,
      lines.slice(firstLine - 1, lastLine).map((line) => line.trim()),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'spec.http[0]': [
        '- match:',
        '- uri:',
        'prefix: /a',
        'timeout: 3s',
        'route:',
        '- destination:',
        'host: a',
        'weight: 1',
      ],
      'spec.http[0].timeout': ['timeout: 3s'],
      'spec.http[1].route[1]': ['- destination:', 'host: c'],
    });
  });

  it('is cut where it is huge, and never fails', () => {
    const huge = printObjectYaml({ spec: { text: 'x'.repeat(300_000) } }, 'X', ['spec']);
    expect(huge.text.length).toBeLessThan(210_000);
    expect(huge.places).toEqual([]);
    expect(printObjectYaml({}, 'X', ['spec', '[', '0'])).toEqual({
      text: 'kind: X\nmetadata: {}\n',
      places: [],
    });
  });
});
