import { describe, expect, it } from 'vitest';
import { arrival, observe } from './sample-arrivals';

describe('what was seen of mutual TLS', () => {
  it.each([
    ['is all of it', [arrival('a/web', 'b/api')], 'mutual', 1],
    ['is none of it', [arrival('a/web', 'b/api', { security: 'plaintext' })], 'plaintext', 0],
    [
      'is a part of it, in proportion',
      [arrival('a/web', 'b/api', { rate: 3 }), arrival('?', 'b/api', { security: 'plaintext' })],
      'partly',
      0.75,
    ],
    [
      'is unknown where only callers report',
      [arrival('a/web', 'b/api', { reporter: 'source', security: 'unknown' })],
      'unknown',
      0,
    ],
    [
      'is a part where the rest is unknown',
      [arrival('a/web', 'b/api'), arrival('a/old', 'b/api', { reporter: 'source', security: 'unknown' })],
      'partly',
      0.5,
    ],
    ['is nothing where nothing was called', [], 'silent', undefined],
  ] as const)('%s', (_title, samples, state, share) => {
    const seen = observe([...samples]).ofWorkload('b', 'api');
    expect([seen.state, seen.mutualShare]).toEqual([state, share]);
  });

  it('says why it is unknown', () => {
    const oneSided = arrival('a/web', 'b/api', { reporter: 'source', security: 'unknown' });
    const vague = arrival('a/web', 'b/api', { security: 'unknown' });
    expect(observe([oneSided]).ofWorkload('b', 'api').reason).toMatch(/^Only the callers' proxies reported/);
    expect(observe([vague]).ofWorkload('b', 'api').reason).toMatch(/did not tell/);
    expect(observe([vague], { clusterId: 'east', labelAbsent: true }).ofWorkload('b', 'api').reason).toBe(
      'No series has the label connection_security_policy.',
    );
    expect(observe([arrival('a/web', 'b/api')]).ofWorkload('b', 'api').reason).toBeUndefined();
  });

  it('keeps requests and bytes apart, and measures by requests', () => {
    const seen = observe([
      arrival('a/web', 'b/api', { rate: 2 }),
      arrival('a/web', 'b/api', { rate: 4_000, protocol: 'tcp', security: 'plaintext' }),
    ]).ofWorkload('b', 'api');
    expect(seen.requests).toEqual({ mutual: 2, plaintext: 0, unknown: 0 });
    expect(seen.bytes).toEqual({ mutual: 0, plaintext: 4_000, unknown: 0 });
    expect([seen.state, seen.mutualShare]).toEqual(['partly', 1]);
  });

  it('adds up what several callers of a service do, whichever of its workloads they reach', () => {
    const seen = observe([
      arrival('a/web', 'b/api-v1', { service: 'api', rate: 2 }),
      arrival('a/web', 'b/api-v2', { service: 'api', rate: 1 }),
      arrival('?', 'b/api-v2', { service: 'api', security: 'plaintext', rate: 1 }),
    ]);
    expect(seen.ofService('b', 'api')).toMatchObject({
      mutualShare: 0.75,
      requests: { mutual: 3, plaintext: 1 },
      callers: [{ namespace: 'a', name: 'web' }, {}],
    });
    expect(seen.ofWorkload('b', 'api-v2').requests).toEqual({ mutual: 1, plaintext: 1, unknown: 0 });
  });

  it('names callers with their identities, the busiest first', () => {
    const seen = observe([
      arrival('a/slow', 'b/api', { rate: 1 }),
      arrival('a/fast', 'b/api', { rate: 9 }),
      arrival('?', 'b/api', { rate: 3, security: 'plaintext' }),
    ]).ofWorkload('b', 'api');
    expect(seen.callers.map(({ name, principals }) => [name, principals])).toEqual([
      ['fast', ['spiffe://cluster.local/ns/a/sa/fast']],
      [undefined, []],
      ['slow', ['spiffe://cluster.local/ns/a/sa/slow']],
    ]);
  });

  it('sums up a namespace and the mesh, each arrival once', () => {
    const seen = observe([
      arrival('a/web', 'b/api-v1', { service: 'api', rate: 2 }),
      arrival('b/api-v1', 'b/db', { rate: 1 }),
      arrival('b/api-v1', 'c/log', { rate: 5, security: 'plaintext' }),
    ]);
    expect(seen.ofNamespace('b').requests).toEqual({ mutual: 3, plaintext: 0, unknown: 0 });
    expect(seen.all.requests).toEqual({ mutual: 3, plaintext: 5, unknown: 0 });
  });

  it('takes no notice of what arrives in another cluster, and marks callers from there', () => {
    const there = observe([arrival('a/web', 'b/api', { cluster: 'west' })]);
    expect(there.ofWorkload('b', 'api').state).toBe('silent');
    const foreign = arrival('a/web', 'b/api');
    const seen = observe([{ ...foreign, source: { ...foreign.source, cluster: 'west' } }]);
    expect(seen.ofWorkload('b', 'api').callers).toMatchObject([{ isForeign: true, cluster: 'west' }]);
  });

  describe('what two reports tell of one call', () => {
    const plain = (rate: number) => arrival('?', 'b/api', { security: 'plaintext', rate });
    const told = (from: string, rate: number, more = {}) =>
      arrival(from, 'b/api', { reporter: 'source', security: 'unknown', rate, ...more });
    const countedOf = (seen: ReturnType<typeof observe>) =>
      seen.ofWorkload('b', 'api').callers.map(({ name = '?', counted }) => [name, counted.requests]);

    it('is counted once: plaintext from nobody is that of who is known to call', () => {
      const seen = observe([told('a/web', 4), plain(4)]);
      expect(seen.ofWorkload('b', 'api')).toMatchObject({
        state: 'plaintext',
        requests: { mutual: 0, plaintext: 4, unknown: 0 },
      });
      expect(seen.all.requests).toEqual({ mutual: 0, plaintext: 4, unknown: 0 });
      expect(seen.ofService('b', 'api').requests).toEqual({ mutual: 0, plaintext: 4, unknown: 0 });
      expect(countedOf(seen)).toEqual([
        ['web', { mutual: 0, plaintext: 4, unknown: 0 }],
        ['?', { mutual: 0, plaintext: 0, unknown: 0 }],
      ]);
    });

    it('leaves to nobody what is more than those who are known account for', () => {
      const seen = observe([told('a/web', 2.5), plain(10)]);
      expect(seen.all.requests).toEqual({ mutual: 0, plaintext: 10, unknown: 0 });
      expect(countedOf(seen)).toEqual([
        ['?', { mutual: 0, plaintext: 7.5, unknown: 0 }],
        ['web', { mutual: 0, plaintext: 2.5, unknown: 0 }],
      ]);
    });

    it('stays unknown where more is told by callers than arrived in plaintext', () => {
      const seen = observe([told('a/web', 6), told('a/job', 2), plain(4)]);
      expect(seen.all.requests).toEqual({ mutual: 0, plaintext: 4, unknown: 4 });
      expect(countedOf(seen)[0]).toEqual(['web', { mutual: 0, plaintext: 3, unknown: 3 }]);
    });

    it('overlooks what different windows leave over', () => {
      expect(observe([told('a/web', 3.9), plain(4)]).all.requests).toEqual({
        mutual: 0,
        plaintext: 4,
        unknown: 0,
      });
    });

    it('takes nothing from what was refused, or what the server saw by name', () => {
      const refused = observe([told('a/web', 4, { flags: 'UF', code: '503' }), plain(4)]);
      expect(refused.all.requests).toEqual({ mutual: 0, plaintext: 4, unknown: 4 });
      const named = observe([arrival('a/web', 'b/api', { rate: 4 }), told('a/web', 4), plain(4)]);
      expect(named.all.requests).toEqual({ mutual: 4, plaintext: 4, unknown: 0 });
    });

    it('keeps requests and bytes apart', () => {
      const seen = observe([told('a/web', 400, { protocol: 'tcp' }), plain(4)]);
      expect([seen.all.requests.plaintext, seen.all.bytes.unknown]).toEqual([4, 400]);
    });

    it('stays two where some pods have no proxy: their calls are in no other report', () => {
      const seen = observe([told('a/web', 4), plain(4)], { isPartlyBare: ({ name }) => name === 'api' });
      expect(seen.all.requests).toEqual({ mutual: 0, plaintext: 4, unknown: 4 });
    });
  });
});
