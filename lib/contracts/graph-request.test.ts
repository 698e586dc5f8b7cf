import { describe, expect, it } from 'vitest';
import { parseGraphRequest } from './graph-request';
import { parseHistoryRequest } from './history-request';

function codeOf(query: string): string {
  const read = parseGraphRequest(new URLSearchParams(query));
  return read.ok ? 'ok' : `${read.problem.code} ${read.problem.field ?? ''}`.trim();
}

function valueOf(query: string) {
  const read = parseGraphRequest(new URLSearchParams(query));
  if (!read.ok) throw new Error(read.problem.code);
  return read.value;
}

describe('parseGraphRequest', () => {
  it('has a default for every parameter', () => {
    expect(valueOf('')).toEqual({
      level: 'versionedApp',
      serviceNodes: false,
      windowSeconds: 300,
      idle: false,
      rates: { http: 'requests', grpc: 'requests', tcp: 'total' },
      legs: false,
    });
  });

  it('reads every parameter', () => {
    const query =
      'namespaces=shop,bookinfo,shop&level=app&serviceNodes=true&window=1h30m&at=1767225600.5&idle=true' +
      '&rateHttp=none&rateGrpc=total&rateTcp=sent&legs=true&node=app%7Ceast%7Cshop%7C%7Cweb%7C%7Cv1';
    expect(valueOf(query)).toEqual({
      namespaces: ['bookinfo', 'shop'],
      level: 'app',
      serviceNodes: true,
      windowSeconds: 5400,
      atSeconds: 1_767_225_600.5,
      idle: true,
      rates: { http: 'none', grpc: 'total', tcp: 'sent' },
      legs: true,
      node: { kind: 'app', cluster: 'east', namespace: 'shop', app: 'web', version: 'v1' },
    });
  });

  it.each([
    ['namespaces=', 'invalid-namespaces namespaces'],
    ['namespaces=a,,b', 'invalid-namespaces namespaces'],
    ['namespaces=Shop', 'invalid-namespaces namespaces'],
    ['namespaces=-a', 'invalid-namespaces namespaces'],
    ['namespaces=a%20b', 'invalid-namespaces namespaces'],
    ['namespaces=a%0A', 'invalid-namespaces namespaces'],
    [`namespaces=${'a'.repeat(64)}`, 'invalid-namespaces namespaces'],
    ['namespaces=.*', 'invalid-namespaces namespaces'],
    ['namespaces=a"}', 'invalid-namespaces namespaces'],
    [
      `namespaces=${Array.from({ length: 501 }, (_, i) => `n${i}`).join(',')}`,
      'too-many-namespaces namespaces',
    ],
    [`namespaces=${Array.from({ length: 500 }, (_, i) => `n${i}`).join(',')}`, 'ok'],
    [`namespaces=${'a'.repeat(63)}`, 'ok'],
    ['level=pod', 'invalid-level level'],
    ['level=', 'invalid-level level'],
    ['level=__proto__', 'invalid-level level'],
    ['serviceNodes=1', 'invalid-boolean serviceNodes'],
    ['serviceNodes=', 'invalid-boolean serviceNodes'],
    ['idle=TRUE', 'invalid-boolean idle'],
    ['legs=1', 'invalid-boolean legs'],
    ['rateGrpc=all', 'invalid-rate rateGrpc'],
    ['rateTcp=', 'invalid-rate rateTcp'],
    ['rateHttp=sent', 'invalid-rate rateHttp'],
    ['node=reviews', 'invalid-part node'],
    ['window=', 'invalid-window window'],
    ['window=5', 'invalid-window window'],
    ['window=-5m', 'invalid-window window'],
    ['window=1e3s', 'invalid-window window'],
    ['window=0m', 'window-out-of-range window'],
    ['window=29s', 'window-out-of-range window'],
    ['window=30s', 'ok'],
    ['window=30d', 'ok'],
    ['window=30d1s', 'window-out-of-range window'],
    ['window=9999d', 'window-out-of-range window'],
    ['at=', 'invalid-time at'],
    ['at=now', 'invalid-time at'],
    ['at=0', 'invalid-time at'],
    ['at=-5', 'invalid-time at'],
    ['at=1e9', 'invalid-time at'],
    ['at=Infinity', 'invalid-time at'],
    ['at=999999999999', 'invalid-time at'],
    ['at=1767225600.1234', 'invalid-time at'],
    ['nodes=true', 'unknown-parameter'],
    ['Level=app', 'unknown-parameter'],
    ['__proto__=x', 'unknown-parameter'],
    ['level=app&level=app', 'repeated-parameter level'],
    [`level=${'a'.repeat(20_001)}`, 'parameter-too-long level'],
  ])('answers %j with %s', (query, code) => {
    expect(codeOf(query)).toBe(code);
  });
});

describe('parseHistoryRequest', () => {
  const codeOfHistory = (query: string) => {
    const read = parseHistoryRequest(new URLSearchParams(query));
    return read.ok ? 'ok' : read.problem.code;
  };

  it('names one node or one edge of a graph', () => {
    const read = parseHistoryRequest(new URLSearchParams({ node: 'a|b', level: 'app' }));
    expect(read).toMatchObject({
      ok: true,
      value: { part: { kind: 'node', id: 'a|b' }, graph: { level: 'app' } },
    });
  });

  it.each([
    ['', 'invalid-part'],
    ['node=', 'invalid-part'],
    ['edge=', 'invalid-part'],
    ['node=a&edge=b', 'invalid-part'],
    ['node=&edge=b', 'invalid-part'],
    ['edge=a&edge=b', 'repeated-parameter'],
    [`edge=${'a'.repeat(4097)}`, 'parameter-too-long'],
    [`edge=${'a'.repeat(4096)}`, 'ok'],
    ['edge=a&window=0m', 'window-out-of-range'],
    ['edge=a&reporter=source', 'unknown-parameter'],
  ])('answers %j with %s', (query, code) => {
    expect(codeOfHistory(query)).toBe(code);
  });
});
