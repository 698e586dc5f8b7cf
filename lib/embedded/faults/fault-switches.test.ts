import { describe, expect, it } from 'vitest';
import { FaultSwitches } from './fault-switches';

const QUERY = { path: '/api/v1/query', words: '/api/v1/query\nquery=up', isWatch: false };

describe('fault switches', () => {
  it('choose by server, path and text', () => {
    const switches = new FaultSwitches();
    switches.set([
      { server: 'prometheus', kind: 'empty', path: '/api/v1/query' },
      { server: 'prometheus', kind: 'html', contains: 'query=up' },
      { server: 'prometheus', kind: 'reset', path: '/api/v1/labels' },
      { server: 'prometheus', kind: 'reset', contains: 'query=down' },
      { server: 'kubernetes', kind: 'reset' },
    ]);
    expect(switches.matching('prometheus', QUERY).map(({ fault }) => fault.kind)).toEqual(['empty', 'html']);
    expect(switches.readsBodies('prometheus')).toBe(true);
    expect(switches.readsBodies('kubernetes')).toBe(false);
  });

  it('count down and are over at zero', () => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'empty', times: 2 }]);
    switches.matching('prometheus', QUERY)[0]?.use();
    expect(switches.list()).toEqual([{ server: 'prometheus', kind: 'empty', times: 1 }]);
    switches.matching('prometheus', QUERY)[0]?.use();
    expect(switches.list()).toEqual([]);
    expect(switches.matching('prometheus', QUERY)).toEqual([]);
  });

  it('stay as they were when a new list cannot be meant', () => {
    const switches = new FaultSwitches();
    switches.set([{ server: 'prometheus', kind: 'empty' }]);
    expect(() => switches.set([{ server: 'prometheus', kind: 'delay', ms: -1 }])).toThrow('ms is a whole');
    expect(switches.list()).toEqual([{ server: 'prometheus', kind: 'empty' }]);
  });

  it('add up the clock skews of a server', () => {
    const switches = new FaultSwitches();
    switches.set([
      { server: 'prometheus', kind: 'clockSkew', seconds: 600 },
      { server: 'prometheus', kind: 'clockSkew', seconds: -5 },
      { server: 'kubernetes', kind: 'clockSkew', seconds: 1 },
    ]);
    expect(switches.skewMs('prometheus')).toBe(595_000);
    switches.clear();
    expect(switches.skewMs('prometheus')).toBe(0);
  });
});
