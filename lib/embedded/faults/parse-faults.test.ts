import { describe, expect, it } from 'vitest';
import { parseFaults, parseFaultsJson } from './parse-faults';

describe('a list of faults', () => {
  it('keeps what it says and takes the defaults of what it leaves out', () => {
    const text = JSON.stringify([
      { server: 'prometheus', kind: 'status', status: 429, retryAfterSeconds: 7, times: 3 },
      { server: 'kubernetes', kind: 'truncate', path: '/api/v1/pods', contains: 'limit=500' },
      { server: 'prometheus', kind: 'huge' },
    ]);
    expect(parseFaultsJson(text)).toEqual([
      { server: 'prometheus', kind: 'status', status: 429, retryAfterSeconds: 7, times: 3 },
      { server: 'kubernetes', kind: 'truncate', how: 'end', path: '/api/v1/pods', contains: 'limit=500' },
      { server: 'prometheus', kind: 'huge', megabytes: 200 },
    ]);
  });

  it('reads the same after being read', () => {
    const faults = parseFaults([
      { server: 'kubernetes', kind: 'forbid', namespaces: ['a'] },
      { server: 'kubernetes', kind: 'gone' },
      { server: 'prometheus', kind: 'warnings', infos: ['i'] },
      { server: 'prometheus', kind: 'oddValues', value: '+Inf' },
      { server: 'kubernetes', kind: 'cutWatches' },
      { server: 'prometheus', kind: 'redirect', to: 'http://127.0.0.1:1/' },
    ]);
    expect(parseFaults(JSON.parse(JSON.stringify(faults)))).toEqual(faults);
  });

  it.each<[unknown, string]>([
    [{}, 'Faults are a list.'],
    [[5], 'Fault 1 is an object.'],
    [[{ server: 'prometheus', kind: 'flood' }], 'Fault 1: kind is one of delay, drip, status'],
    [[{ kind: 'empty' }], 'Fault 1 (empty): server is one of prometheus, kubernetes, jaeger.'],
    [[{ server: 'kubernetes', kind: 'dropLabels', labels: ['x'] }], 'server is one of prometheus.'],
    [[{ server: 'prometheus', kind: 'delay' }], 'Fault 1 (delay): ms is a whole number from 0 to 3600000.'],
    [[{ server: 'prometheus', kind: 'empty', pth: '/' }], 'Fault 1 (empty) has no "pth".'],
    [[{ server: 'prometheus', kind: 'empty', path: 'api' }], 'Fault 1 (empty): path begins with /.'],
    [[{ server: 'prometheus', kind: 'empty', times: 0 }], 'times is a whole number from 1'],
    [[{ server: 'prometheus', kind: 'clockSkew', seconds: 5, times: 1 }], 'has no "times"'],
    [[{ server: 'prometheus', kind: 'oddValues', value: 'many' }], 'value is a text such as "NaN"'],
    [[{ server: 'prometheus', kind: 'warnings' }], 'needs warnings or infos'],
    [[{ server: 'prometheus', kind: 'redirect', to: 'http://a\r\nb' }], 'to is an address'],
    [[{ server: 'prometheus', kind: 'dropLabels', labels: ['__name__'] }], 'cannot hold __name__'],
    [[{ server: 'kubernetes', kind: 'forbid' }], 'needs namespaces or resources'],
  ])('is refused with a sentence: %j', (value, sentence) => {
    expect(() => parseFaults(value)).toThrow(sentence);
  });

  it('is refused when it is too long', () => {
    const many = Array.from({ length: 101 }, () => ({ server: 'prometheus', kind: 'empty' }));
    expect(() => parseFaults(many)).toThrow('There are at most 100 faults.');
  });

  it('is refused when it is no JSON', () => {
    expect(() => parseFaultsJson('[{')).toThrow('this text is no JSON');
  });
});
