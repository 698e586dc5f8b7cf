import { describe, expect, it } from 'vitest';
import { fullGateway } from './full-gateway';
import { fullHost } from './full-host';
import { intersectHosts } from './intersect-hosts';

describe('a gateway in full', () => {
  it.each([
    ['mesh', 'mesh'],
    ['front', 'shop/front'],
    ['./front', 'shop/front'],
    ['edge/front', 'edge/front'],
    ['front.edge', 'edge/front'],
    ['front.edge.svc.cluster.local', 'edge/front'],
  ])('%s in shop is %s', (written, expected) => {
    expect(fullGateway(written, 'shop')).toBe(expected);
  });
});

describe('a host in full', () => {
  it.each([
    ['api', 'api.shop.svc.cluster.local'],
    ['api.dock', 'api.dock'],
    ['www.example.com', 'www.example.com'],
    ['*', '*'],
    ['*-eu', '*-eu'],
    ['10.0.0.1', '10.0.0.1'],
    ['', ''],
  ])('%s in shop is %s', (host, expected) => {
    expect(fullHost({ host, namespace: 'shop' })).toBe(expected);
  });
});

describe('what two hosts have in common', () => {
  it.each<[string, string, string | undefined]>([
    ['a.com', 'a.com', 'a.com'],
    ['a.com', 'b.com', undefined],
    ['*', 'a.com', 'a.com'],
    ['*.com', 'a.com', 'a.com'],
    ['*.com', '*.a.com', '*.a.com'],
    ['*', '*', '*'],
    ['*.com', '*.org', undefined],
    ['*.a.com', 'a.com', undefined],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(intersectHosts(a, b)).toBe(expected);
    expect(intersectHosts(b, a)).toBe(expected);
  });
});
