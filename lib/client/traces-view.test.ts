import { describe, expect, it } from 'vitest';
import { findTraceId, tracesParsers } from './traces-view';

const LONG = '4bf92f3577b34da6a3ce929d0e0e4736';
const SHORT = '00f067aa0ba902b7';

describe('what people paste to open a trace', () => {
  it.each([
    [LONG, LONG],
    [` ${LONG.toUpperCase()} `, LONG],
    ['abc', 'abc'],
    [`https://jaeger.example/jaeger/trace/${LONG}?uiFind=${SHORT}`, LONG],
    [`https://jaeger.example/trace/${SHORT}`, SHORT],
    [`https://zipkin.example/zipkin/traces/${SHORT}`, SHORT],
    [`https://grafana.example/explore?panes=%7B%22query%22%3A%22${LONG}%22%7D`, LONG],
    [`traceparent: 00-${LONG}-${SHORT}-01`, LONG],
  ])('%s holds its id', (text, id) => {
    expect(findTraceId(text)).toBe(id);
  });

  it.each(['', 'hello', `${LONG}0`, 'https://jaeger.example/search?service=web', '%E0%A4%A'])(
    '%j holds none',
    (text) => {
      expect(findTraceId(text)).toBeUndefined();
    },
  );
});

describe('the page of traces in the address', () => {
  it('takes lengths of time that can be meant', () => {
    expect(tracesParsers.minMs.parse('12.5')).toBe(12.5);
    for (const text of ['0', '-1', '1e9', 'x', '']) expect(tracesParsers.minMs.parse(text)).toBeNull();
  });
});
