import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { HeaderConfig } from './identity-config';
import { readTrustedIdentity } from './trusted-header';

const SECRET = 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4L';
const NO_PREFIX = { user: '', groups: '' };

const peers = new net.BlockList();
peers.addSubnet('10.1.0.0', 16, 'ipv4');
peers.addSubnet('fd00::', 8, 'ipv6');

const names = { userHeader: 'x-forwarded-user', groupsHeader: 'x-forwarded-groups', prefixes: NO_PREFIX };
const bySecret: HeaderConfig = {
  mode: 'header',
  ...names,
  secret: { header: 'x-telltale-proxy-secret', value: SECRET },
};
const byPeer: HeaderConfig = { mode: 'header', ...names, peers };

const good = {
  'x-forwarded-user': 'ann',
  'x-forwarded-groups': 'sellers, staff',
  'x-telltale-proxy-secret': SECRET,
};

function read(
  headers: Record<string, string>,
  {
    config = bySecret,
    peer = '192.0.2.1',
    repeated = [],
  }: { config?: HeaderConfig; peer?: string; repeated?: string[] } = {},
) {
  return readTrustedIdentity(new Headers(headers), { peer, repeated }, config);
}

describe('the word of a proxy about who asks', () => {
  it('is believed with its secret, groups and all (S9)', () => {
    expect(read(good)?.subject).toEqual({
      kind: 'named',
      user: 'ann',
      groups: ['sellers', 'staff', 'system:authenticated'],
    });
  });

  it.each(['10.1.2.3', 'fd12::1'])('is believed from its network: %s (S9)', (peer) => {
    expect(read({ 'x-forwarded-user': 'ann' }, { config: byPeer, peer })?.name).toBe('ann');
  });

  it.each<[string, Record<string, string>, Parameters<typeof read>[1]]>([
    ['without the secret', { 'x-forwarded-user': 'ann' }, {}],
    ['with a wrong secret', { ...good, 'x-telltale-proxy-secret': `${SECRET}x` }, {}],
    ['with a part of the secret', { ...good, 'x-telltale-proxy-secret': SECRET.slice(0, -1) }, {}],
    ['from elsewhere', { 'x-forwarded-user': 'ann' }, { config: byPeer, peer: '10.2.0.1' }],
    ['from no address', { 'x-forwarded-user': 'ann' }, { config: byPeer, peer: '' }],
    ['from elsewhere, although with the secret', good, { config: { ...bySecret, peers }, peer: '10.2.0.1' }],
    [
      'from its network without the secret',
      { 'x-forwarded-user': 'ann' },
      { config: { ...bySecret, peers }, peer: '10.1.0.1' },
    ],
    ['with the user twice', { ...good, 'x-forwarded-user': 'ann' }, { repeated: ['x-forwarded-user'] }],
    ['with two users joined', { ...good, 'x-forwarded-user': 'ann, zoe' }, {}],
    ['with the groups twice', good, { repeated: ['x-forwarded-groups'] }],
    ['with the secret twice', good, { repeated: ['x-telltale-proxy-secret'] }],
    ['with an underscore variant of the user', { ...good, X_Forwarded_User: 'zoe' }, {}],
    ['with a mixed variant of the user', { ...good, 'X-Forwarded_User': 'zoe' }, {}],
    ['with a dotted variant of the groups', { ...good, 'X.Forwarded.Groups': 'admins' }, {}],
    [
      'with the user as a header of the connection',
      { ...good, connection: 'keep-alive, X-Forwarded-User' },
      {},
    ],
    ['with the groups as a header of the connection', { ...good, connection: 'x-forwarded-groups' }, {}],
    ['with the secret as a header of the connection', { ...good, connection: 'X_Telltale_Proxy_Secret' }, {}],
    ['without a user', { ...good, 'x-forwarded-user': ' ' }, {}],
    ["as one of Kubernetes' own users", { ...good, 'x-forwarded-user': 'system:admin' }, {}],
    ['with a name that is no name', { ...good, 'x-forwarded-user': 'x'.repeat(300) }, {}],
  ])('is not believed %s (S9)', (_how, headers, how) => {
    expect(read(headers, how)).toBeUndefined();
  });

  it('is not believed where nobody noted how the headers came (S9)', () => {
    expect(readTrustedIdentity(new Headers(good), undefined, bySecret)).toBeUndefined();
  });

  it("drops Kubernetes' own groups, whoever claims them (S9)", () => {
    const groups = 'sellers,system:masters,system:authenticated,,sellers';
    expect(read({ ...good, 'x-forwarded-groups': groups })?.subject).toEqual({
      kind: 'named',
      user: 'ann',
      groups: ['sellers', 'system:authenticated'],
    });
  });

  it('keeps names of the proxy apart from others by a prefix', () => {
    const config = { ...bySecret, prefixes: { user: 'sso:', groups: 'sso:' } };
    expect(read(good, { config })).toEqual({
      name: 'ann',
      subject: {
        kind: 'named',
        user: 'sso:ann',
        groups: ['sso:sellers', 'sso:staff', 'system:authenticated'],
      },
    });
  });
});
