import { describe, expect, it } from 'vitest';
import { countModes, sumPlaintext } from './mtls-headline';
import { writeMtlsCsv } from './mtls-csv';
import { sharesText } from './mtls-numbers';
import { filterMtlsRows, listMtlsRows, NO_MTLS_FILTERS, type MtlsFilters } from './mtls-rows';
import { samplePosture, sampleSeen, sampleService } from './sample-posture';

const bytes = { mutual: 0, plaintext: 0, unknown: 0 };
const seenFrom = (name: string | undefined) =>
  sampleSeen({
    state: 'partly',
    mutual: 3,
    plaintext: 1,
    callerCount: 2,
    callers: [
      { namespace: 'front', name: 'web', principals: [], mutual: 3, plaintext: 0, unknown: 0, bytes },
      { ...(name === undefined ? {} : { name }), principals: [], mutual: 0, plaintext: 1, unknown: 0, bytes },
    ],
  });
const cart = sampleService('shop/cart');
const web = sampleService('front/web', {
  mode: 'PERMISSIVE',
  decidedBy: { kind: 'IstioDefault', level: 'default', reason: 'No policy says anything.' },
  observed: seenFrom(undefined),
  readiness: { verdict: 'notReady', isStrict: false, blockers: [], unknowns: [], notes: [] },
  contradictions: [
    { code: 'proxyMissing', weight: 'problem', message: 'No pod of it has a proxy.', objects: [] },
  ],
});
const gate = sampleService('istio-system/gate', { mode: 'NONE', proxy: 'gateway' });
const empty = sampleService('shop/empty', { mode: 'NONE', proxy: 'none', workloads: [] });
const bare = sampleService('old/bare', { mode: 'NONE', proxy: 'none' });

const all = listMtlsRows(samplePosture([cart, web, gate, empty, bare]), 'services');
const kept = (filters: Partial<MtlsFilters>) =>
  filterMtlsRows(all, { ...NO_MTLS_FILTERS, ...filters }).map(({ name }) => name);

describe('the headline', () => {
  it('counts services by mode, and tells gateways and empty services from those without a proxy', () => {
    expect(countModes(samplePosture([cart, web, gate, empty, bare]), 'services')).toBe(
      '1 of 5 services STRICT, 1 PERMISSIVE, 1 without proxy, 1 gateway, 1 with nothing behind it',
    );
    expect(countModes(samplePosture([cart]), 'workloads')).toBe('1 of 1 workload STRICT');
  });

  it('adds up plaintext over namespaces, and never takes what is not known for nothing', () => {
    const namespace = (plaintext: number, tcp: number) => ({
      ...sampleService('shop/shop'),
      observed: sampleSeen({ plaintext, bytes: { ...bytes, plaintext: tcp } }),
    });
    const answer = samplePosture([], { namespaces: [namespace(2, 0), namespace(0.4, 3_000)] });
    expect(sumPlaintext(answer)).toBe('2.4 rps + 3 kB/s in plaintext');
    expect(sumPlaintext(samplePosture([]))).toBe('no plaintext seen');
    const { observed: _observed, ...mesh } = answer.mesh;
    expect(sumPlaintext({ ...answer, mesh })).toBe('traffic is not known');
  });
});

describe('shares', () => {
  it.each([
    [{ mutual: 4 }, 'all mutual'],
    [{ mutual: 3, plaintext: 1 }, '75 % mutual, rest plaintext'],
    [{ mutual: 1_000_000, plaintext: 1 }, '> 99.9 % mutual, rest plaintext'],
    [{ mutual: 2, plaintext: 1, unknown: 1 }, '50 % mutual, 25 % plaintext, 25 % unknown'],
    [{ plaintext: 3, unknown: 1 }, '75 % plaintext, rest unknown'],
    [{ unknown: 1 }, 'all unknown'],
    [{}, 'no traffic'],
    [{ bytes: { ...bytes, plaintext: 7 } }, 'all plaintext'],
  ])('of %j read %s', (rates, text) => {
    expect(sharesText(sampleSeen(rates))).toBe(text);
  });
});

describe('rows', () => {
  it('say in words what an entry holds, callers without a name first', () => {
    expect(all.find(({ name }) => name === 'web')).toMatchObject({
      id: 'service:front/web',
      modeWord: 'PERMISSIVE',
      decidedBy: "Istio's default",
      observed: '75 % mutual, rest plaintext',
      callers: 'unknown caller, front/web',
      strict: 'not ready',
      problems: 1,
    });
    expect(all.map(({ modeKind }) => modeKind)).toEqual(['STRICT', 'PERMISSIVE', 'GATEWAY', 'EMPTY', 'NONE']);
  });

  it('name the modes of ports only where these differ', () => {
    const port = { targetPort: 8080, mode: 'STRICT', decidedBy: cart.decidedBy } as const;
    const ports = (modes: readonly ('STRICT' | 'DISABLE')[]) =>
      listMtlsRows(
        samplePosture([{ ...cart, ports: modes.map((mode, at) => ({ ...port, port: 80 + at, mode })) }]),
        'services',
      )[0]?.ports;
    expect(ports(['STRICT', 'STRICT'])).toBe('80, 81');
    expect(ports(['STRICT', 'DISABLE'])).toBe('80 STRICT, 81 DISABLE');
  });

  it('write out characters that could pose as another name', () => {
    const [row] = listMtlsRows(samplePosture([sampleService('shop/ca\u202ert')]), 'services');
    expect(row?.name).toBe('ca\\u{202e}rt');
  });

  it.each<[Partial<MtlsFilters>, string[]]>([
    [{}, ['cart', 'web', 'gate', 'empty', 'bare']],
    [{ q: 'strict' }, ['cart', 'gate', 'empty', 'bare']],
    [{ q: ' front  WEB ' }, ['web']],
    [{ q: 'shop/cart' }, ['cart']],
    [{ q: 'unknown caller' }, ['web']],
    [{ q: 'strict web' }, []],
    [{ mode: 'PERMISSIVE' }, ['web']],
    [{ seen: 'partly' }, ['web']],
    [{ strict: 'notReady' }, ['web']],
    [{ finding: 'any' }, ['web']],
    [{ finding: 'problem' }, ['web']],
    [{ finding: 'note' }, []],
    [{ mode: 'NONE', q: 'old' }, ['bare']],
  ])('that fit %j are %j', (filters, expected) => {
    expect(kept(filters)).toEqual(expected);
  });

  it('are saved with what is not known as an empty cell, and with nothing that a spreadsheet runs', () => {
    const hostile = sampleService('shop/=cmd', { observed: seenFrom('@x') });
    const rows = listMtlsRows(samplePosture([cart, hostile]), 'services');
    const [header = '', first = '', second = ''] = writeMtlsCsv(rows).split('\r\n');
    expect(first.split(',').length).toBe(header.split(',').length);
    expect(first).toContain('shop,cart,STRICT,sidecar,istio-system/default,mesh,');
    expect(first).toContain(',,,,,,,,is STRICT,,');
    expect(second).toContain(",'=cmd,");
    expect(second).toContain(',partly,3,1,0,');
  });
});
