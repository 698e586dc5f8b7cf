import { describe, expect, it } from 'vitest';
import { decideCall } from './decide-call';
import {
  allow,
  authorization,
  CONNECTION,
  deny,
  judge,
  operation,
  PLAINTEXT,
  REPORTED,
  REQUEST,
  source,
  WEB,
  when,
  type SampleQuestion,
} from './sample-authorization';

type Verdict = 'allowed' | 'denied' | 'undecidable';
type Case = readonly [title: string, verdict: Verdict, specs: readonly unknown[], question?: SampleQuestion];

const plaintext = { facts: PLAINTEXT };
const connection = { facts: CONNECTION };
const reported = { facts: REPORTED };
const ztunnel = { enforcer: 'ztunnel', facts: CONNECTION } as const;
const atZtunnel = (facts: SampleQuestion['facts']) =>
  ({ enforcer: 'ztunnel', ...(facts && { facts }) }) as const;
const custom = (...rules: readonly object[]) => ({ action: 'CUSTOM', provider: { name: 'x' }, rules });
const audit = (...rules: readonly object[]) => ({ action: 'AUDIT', rules });

function check(cases: readonly Case[]): void {
  for (const [title, verdict, specs, question] of cases) {
    it(`${title}: ${verdict}`, () => {
      const told = judge(specs, question);
      expect(told).toMatchObject({ verdict });
      expect(told.needs.length > 0).toBe(verdict === 'undecidable');
      expect(told.reason).not.toBe('');
    });
  }
}

describe('without a policy that decides', () => {
  check([
    ['everybody is let in', 'allowed', []],
    ['plaintext too', 'allowed', [], plaintext],
    ['AUDIT refuses nobody', 'allowed', [audit({})]],
    ['AUDIT does not make a default of denying', 'allowed', [audit(source({ principals: ['x'] }))]],
  ]);

  it('a dry run decides nothing, whatever it says', () => {
    for (const spec of [deny({}), {}, custom({})]) {
      const dry = authorization('shop/p', spec, { 'istio.io/dry-run': 'true' });
      expect(decideCall([dry], REQUEST, { enforcer: 'sidecar', trustDomains: [] }).verdict).toBe('allowed');
    }
    const wet = authorization('shop/p', deny({}), { 'istio.io/dry-run': 'false' });
    expect(decideCall([wet], REQUEST, { enforcer: 'sidecar', trustDomains: [] }).verdict).toBe('denied');
  });
});

describe('the order of decisions', () => {
  const others = source({ principals: ['cluster.local/ns/x/sa/y'] });
  check([
    ['an ALLOW that matches lets in', 'allowed', [allow(source({ principals: [WEB] }))]],
    ['an ALLOW for others keeps out', 'denied', [allow(others)]],
    ['one ALLOW of several is enough', 'allowed', [allow(others), allow({})]],
    ['one rule of several is enough', 'allowed', [allow(others, source({ namespaces: ['front'] }))]],
    ['ALLOW without rules lets nobody in', 'denied', [{}]],
    ['ALLOW with an empty list of rules lets nobody in', 'denied', [{ rules: [] }]],
    ['ALLOW without rules takes nothing from another ALLOW', 'allowed', [{}, allow({})]],
    ['ALLOW with an empty rule lets everybody in', 'allowed', [allow({})]],
    ['ALLOW with an empty rule lets plaintext in', 'allowed', [allow({})], plaintext],
    ['no action means ALLOW', 'denied', [{ rules: [others] }]],
    ['an empty action means ALLOW', 'denied', [{ action: '', rules: [others] }]],
    ['DENY with an empty rule keeps everybody out', 'denied', [deny({})]],
    ['DENY goes before ALLOW', 'denied', [allow({}), deny({})]],
    ['DENY without rules keeps nobody out', 'allowed', [deny()]],
    ['a DENY that does not match leaves it to ALLOW', 'denied', [deny(others), allow(others)]],
    ['a DENY alone flips no default', 'allowed', [deny(others)]],
    ['CUSTOM leaves it to somebody else', 'undecidable', [custom({})]],
    ['CUSTOM for others asks nobody', 'allowed', [custom(others)]],
    ['CUSTOM cannot let in whom DENY keeps out', 'denied', [custom({}), deny({})]],
    ['CUSTOM cannot let in whom no ALLOW lets in', 'denied', [custom({}), allow(others)]],
    ['CUSTOM may refuse whom ALLOW lets in', 'undecidable', [custom({}), allow({})]],
    ['CUSTOM without rules asks nobody', 'allowed', [custom()]],
    ['AUDIT beside DENY changes nothing', 'denied', [audit({}), deny({})]],
    ['AUDIT beside ALLOW changes nothing', 'allowed', [audit({}), allow({})]],
  ]);

  it('is the same for policies of the root namespace and of the workload’s', () => {
    const [root, own] = [authorization('istio-system/a', allow(others)), authorization('shop/b', allow({}))];
    const context = { enforcer: 'sidecar', trustDomains: [] } as const;
    expect(decideCall([root, own], REQUEST, context).verdict).toBe('allowed');
    expect(decideCall([own, root], REQUEST, context)).toEqual(decideCall([root, own], REQUEST, context));
    const rootDeny = authorization('istio-system/a', deny({}));
    expect(decideCall([own, rootDeny], REQUEST, context).verdict).toBe('denied');
  });
});

describe('who calls', () => {
  const account = (serviceAccounts: string[]) => allow(source({ serviceAccounts }));
  check([
    ['a principal as it is', 'allowed', [allow(source({ principals: [WEB] }))]],
    ['one principal of several', 'allowed', [allow(source({ principals: ['x', WEB] }))]],
    [
      'a principal with spiffe:// fits nobody',
      'denied',
      [allow(source({ principals: [`spiffe://${WEB}`] }))],
    ],
    ['a principal’s beginning', 'allowed', [allow(source({ principals: ['cluster.local/ns/front/*'] }))]],
    ['another beginning', 'denied', [allow(source({ principals: ['cluster.local/ns/shop/*'] }))]],
    ['a principal’s end', 'allowed', [allow(source({ principals: ['*/sa/web'] }))]],
    ['another end', 'denied', [allow(source({ principals: ['*/sa/api'] }))]],
    ['the principal * is anybody’s', 'allowed', [allow(source({ principals: ['*'] }))]],
    ['the principal * is not plaintext’s', 'denied', [allow(source({ principals: ['*'] }))], plaintext],
    [
      'a * in the middle is no wildcard',
      'denied',
      [allow(source({ principals: ['cluster.local/*/sa/web'] }))],
    ],
    ['letters in another case', 'denied', [allow(source({ principals: [WEB.toUpperCase()] }))]],
    ['not this principal', 'denied', [allow(source({ notPrincipals: [WEB] }))]],
    ['not that principal', 'allowed', [allow(source({ notPrincipals: ['x'] }))]],
    ['not that principal, of plaintext', 'allowed', [allow(source({ notPrincipals: ['x'] }))], plaintext],
    [
      'nobody with a principal, of plaintext',
      'allowed',
      [allow(source({ notPrincipals: ['*'] }))],
      plaintext,
    ],
    ['nobody with a principal', 'denied', [allow(source({ notPrincipals: ['*'] }))]],
    ['all but one principal', 'denied', [allow(source({ principals: ['*'], notPrincipals: [WEB] }))]],
    [
      'cluster.local for another trust domain',
      'allowed',
      [allow(source({ principals: [WEB] }))],
      { facts: { ...REQUEST, principal: 'td.one/ns/front/sa/web' }, trustDomains: ['td.one'] },
    ],
    [
      'the mesh’s own trust domain',
      'allowed',
      [allow(source({ principals: ['td.one/ns/front/sa/web'] }))],
      { facts: { ...REQUEST, principal: 'td.one/ns/front/sa/web' }, trustDomains: ['td.one'] },
    ],
    [
      'an alias of the trust domain',
      'allowed',
      [allow(source({ principals: ['td.old/ns/front/sa/web'] }))],
      { facts: { ...REQUEST, principal: 'td.one/ns/front/sa/web' }, trustDomains: ['td.one', 'td.old'] },
    ],
    [
      'the trust domain for its alias',
      'allowed',
      [allow(source({ principals: ['td.one/ns/front/*'] }))],
      { facts: { ...REQUEST, principal: 'td.old/ns/front/sa/web' }, trustDomains: ['td.one', 'td.old'] },
    ],
    [
      'a foreign trust domain',
      'denied',
      [allow(source({ principals: ['td.far/ns/front/sa/web'] }))],
      { facts: REQUEST, trustDomains: ['cluster.local', 'td.old'] },
    ],
    ['a namespace', 'allowed', [allow(source({ namespaces: ['front'] }))]],
    ['another namespace', 'denied', [allow(source({ namespaces: ['shop'] }))]],
    ['a namespace’s beginning', 'allowed', [allow(source({ namespaces: ['fr*'] }))]],
    ['a namespace’s end', 'allowed', [allow(source({ namespaces: ['*nt'] }))]],
    ['a * within a namespace', 'allowed', [allow(source({ namespaces: ['f*t'] }))]],
    ['a * within another namespace', 'denied', [allow(source({ namespaces: ['f*x'] }))]],
    ['any namespace', 'allowed', [allow(source({ namespaces: ['*'] }))]],
    ['any namespace, of plaintext', 'denied', [allow(source({ namespaces: ['*'] }))], plaintext],
    ['DENY of a namespace spares plaintext', 'allowed', [deny(source({ namespaces: ['front'] }))], plaintext],
    ['DENY of a namespace', 'denied', [deny(source({ namespaces: ['front'] }))]],
    [
      'DENY of all but a namespace takes plaintext',
      'denied',
      [deny(source({ notNamespaces: ['front'] }))],
      plaintext,
    ],
    ['DENY of all but a namespace spares it', 'allowed', [deny(source({ notNamespaces: ['front'] }))]],
    ['a service account with its namespace', 'allowed', [account(['front/web'])]],
    ['a service account of the policy’s namespace', 'denied', [account(['web'])]],
    [
      'the same, called from there',
      'allowed',
      [account(['web'])],
      { facts: { ...REQUEST, principal: 'cluster.local/ns/shop/sa/web' } },
    ],
    ['another service account', 'denied', [account(['front/api'])]],
    ['a service account of plaintext', 'denied', [account(['front/web'])], plaintext],
    ['not this service account', 'denied', [allow(source({ notServiceAccounts: ['front/web'] }))]],
    ['a trust domain', 'allowed', [allow(source({ trustDomains: ['cluster.local'] }))]],
    ['a trust domain’s end', 'allowed', [allow(source({ trustDomains: ['*.local'] }))]],
    ['another trust domain', 'denied', [allow(source({ trustDomains: ['td.one'] }))]],
    ['a trust domain of plaintext', 'denied', [allow(source({ trustDomains: ['*'] }))], plaintext],
    [
      'not this trust domain, of plaintext',
      'allowed',
      [allow(source({ notTrustDomains: ['cluster.local'] }))],
      plaintext,
    ],
    [
      'a principal that is none of Istio’s has no namespace',
      'denied',
      [allow(source({ namespaces: ['*'] }))],
      { facts: { ...REQUEST, principal: 'somebody' } },
    ],
    [
      'all fields of a source are needed',
      'denied',
      [allow(source({ namespaces: ['front'], principals: ['x'] }))],
    ],
    [
      'one source of several is enough',
      'allowed',
      [allow({ from: [{ source: { namespaces: ['x'] } }, { source: { namespaces: ['front'] } }] })],
    ],
    ['a source that asks for nothing is any', 'allowed', [allow({ from: [{ source: {} }] })]],
    ['no source is any', 'allowed', [allow({ from: [] })]],
  ]);
});

describe('what is called', () => {
  check([
    ['the pod’s port', 'allowed', [allow(operation({ ports: ['8080'] }))]],
    ['another port', 'denied', [allow(operation({ ports: ['80'] }))]],
    ['one port of several', 'allowed', [allow(operation({ ports: ['80', '8080'] }))]],
    ['not this port', 'denied', [allow(operation({ notPorts: ['8080'] }))]],
    ['not that port', 'allowed', [allow(operation({ notPorts: ['80'] }))]],
    ['a method', 'allowed', [allow(operation({ methods: ['GET'] }))]],
    ['another method', 'denied', [allow(operation({ methods: ['POST'] }))]],
    ['a method’s beginning', 'allowed', [allow(operation({ methods: ['G*'] }))]],
    ['any method', 'allowed', [allow(operation({ methods: ['*'] }))]],
    ['not this method', 'denied', [allow(operation({ notMethods: ['GET'] }))]],
    ['a path', 'allowed', [allow(operation({ paths: ['/items/7'] }))]],
    ['a path’s beginning', 'allowed', [allow(operation({ paths: ['/items/*'] }))]],
    ['another beginning', 'denied', [allow(operation({ paths: ['/admin/*'] }))]],
    ['a path’s end', 'allowed', [allow(operation({ paths: ['*/7'] }))]],
    ['a segment of a path', 'allowed', [allow(operation({ paths: ['/items/{*}'] }))]],
    ['a segment in the middle', 'denied', [allow(operation({ paths: ['/{*}/8'] }))]],
    ['one segment where there are two', 'denied', [allow(operation({ paths: ['/{*}'] }))]],
    ['the rest of a path', 'allowed', [allow(operation({ paths: ['/{**}'] }))]],
    ['the rest after what is there', 'denied', [allow(operation({ paths: ['/items/7/{**}'] }))]],
    ['what is before an end', 'allowed', [allow(operation({ paths: ['/{**}/7'] }))]],
    ['not this path', 'denied', [allow(operation({ notPaths: ['/items/7'] }))]],
    ['a path in another case', 'denied', [allow(operation({ paths: ['/ITEMS/7'] }))]],
    ['a host', 'allowed', [allow(operation({ hosts: ['api.shop'] }))]],
    ['a host in another case', 'allowed', [allow(operation({ hosts: ['API.Shop'] }))]],
    ['a host’s end', 'allowed', [allow(operation({ hosts: ['*.shop'] }))]],
    ['another host', 'denied', [allow(operation({ hosts: ['web.shop'] }))]],
    ['not this host', 'denied', [allow(operation({ notHosts: ['api.shop'] }))]],
    [
      'all fields of an operation are needed',
      'denied',
      [allow(operation({ methods: ['GET'], paths: ['/x'] }))],
    ],
    [
      'one operation of several is enough',
      'allowed',
      [allow({ to: [{ operation: { methods: ['POST'] } }, { operation: { ports: ['8080'] } }] })],
    ],
    ['no operation is any', 'allowed', [allow({ to: [] })]],
    [
      'both who and what are needed',
      'denied',
      [allow({ ...source({ namespaces: ['front'] }), ...operation({ ports: ['80'] }) })],
    ],
  ]);
});

describe('on which conditions', () => {
  check([
    ['source.principal', 'allowed', [allow(when('source.principal', { values: [WEB] }))]],
    ['source.namespace', 'allowed', [allow(when('source.namespace', { values: ['front'] }))]],
    ['source.serviceAccount', 'allowed', [allow(when('source.serviceAccount', { values: ['front/web'] }))]],
    ['source.trustDomain', 'denied', [allow(when('source.trustDomain', { values: ['x'] }))]],
    ['destination.port', 'allowed', [allow(when('destination.port', { values: ['8080'] }))]],
    ['notValues alone', 'denied', [allow(when('destination.port', { notValues: ['8080'] }))]],
    [
      'values and notValues',
      'denied',
      [allow(when('source.namespace', { values: ['*'], notValues: ['front'] }))],
    ],
    [
      'all conditions are needed',
      'denied',
      [
        allow({
          when: [
            { key: 'source.namespace', values: ['front'] },
            { key: 'destination.port', values: ['1'] },
          ],
        }),
      ],
    ],
    [
      'conditions beside sources',
      'denied',
      [allow({ ...source({ namespaces: ['front'] }), ...when('destination.port', { values: ['1'] }) })],
    ],
    [
      'an attribute that Istio does not have leaves an ALLOW rule out',
      'denied',
      [allow(when('source.colour', { values: ['red'] }))],
    ],
    ['and a DENY rule', 'allowed', [deny(when('source.colour', { notValues: ['red'] }))]],
    ['a header without a name', 'denied', [allow(when('request.headers', { values: ['x'] }))]],
  ]);
});

describe('tokens', () => {
  const token = (requestPrincipal: string | null) => ({
    facts: { ...REQUEST, http: { ...REQUEST.http, requestPrincipal } },
  });
  const held = token('https://idp.example/alice');
  const none = token(null);
  const { requestPrincipal: _, ...noWord } = REQUEST.http ?? {};
  const unheard = { facts: { ...REQUEST, http: noWord } };
  check([
    [
      'a token as it is',
      'allowed',
      [allow(source({ requestPrincipals: ['https://idp.example/alice'] }))],
      held,
    ],
    ['any token', 'allowed', [allow(source({ requestPrincipals: ['*'] }))], held],
    [
      'any subject of an issuer',
      'allowed',
      [allow(source({ requestPrincipals: ['https://idp.example/*'] }))],
      held,
    ],
    ['a subject of any issuer', 'allowed', [allow(source({ requestPrincipals: ['*/alice'] }))], held],
    ['another subject', 'denied', [allow(source({ requestPrincipals: ['*/bob'] }))], held],
    ['requiring a token by ALLOW', 'denied', [allow(source({ requestPrincipals: ['*'] }))], none],
    ['requiring a token by DENY', 'denied', [deny(source({ notRequestPrincipals: ['*'] }))], none],
    [
      'requiring a token by DENY from who has one',
      'allowed',
      [deny(source({ notRequestPrincipals: ['*'] }))],
      held,
    ],
    ['nobody knows of a token', 'undecidable', [allow(source({ requestPrincipals: ['*'] }))], unheard],
    [
      'claims of nobody’s token',
      'denied',
      [allow(when('request.auth.claims[groups]', { values: ['a'] }))],
      none,
    ],
    [
      'claims of a token',
      'undecidable',
      [allow(when('request.auth.claims[groups][x]', { values: ['a'] }))],
      held,
    ],
    [
      'audiences of nobody’s token',
      'denied',
      [allow(when('request.auth.audiences', { values: ['a'] }))],
      none,
    ],
    [
      'other presenters than nobody',
      'allowed',
      [allow(when('request.auth.presenter', { notValues: ['a'] }))],
      none,
    ],
    [
      'the principal of a token as a condition',
      'allowed',
      [allow(when('request.auth.principal', { values: ['*'] }))],
      held,
    ],
  ]);
});

describe('at a port of which no requests are seen', () => {
  const both = { ...source({ namespaces: ['front'] }), ...operation({ paths: ['/admin'] }) };
  check([
    [
      'an ALLOW rule of paths never matches',
      'denied',
      [allow(operation({ paths: ['/items/7'] }))],
      connection,
    ],
    ['nor one of any path', 'denied', [allow(operation({ paths: ['*'] }))], connection],
    ['nor one with a source beside it', 'denied', [allow(both)], connection],
    [
      'nor one with another operation beside it',
      'denied',
      [allow({ to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['8080'] } }] })],
      connection,
    ],
    ['nor one of what is not asked for', 'denied', [allow(operation({ notPaths: ['/admin'] }))], connection],
    ['nor one of tokens', 'denied', [allow(source({ requestPrincipals: ['*'] }))], connection],
    ['nor one of headers', 'denied', [allow(when('request.headers[x]', { notValues: ['a'] }))], connection],
    [
      'another rule still does',
      'allowed',
      [allow(operation({ paths: ['/x'] }), source({ namespaces: ['front'] }))],
      connection,
    ],
    [
      'an ALLOW rule of sources and ports matches',
      'allowed',
      [allow({ ...source({ principals: [WEB] }), ...operation({ ports: ['8080'] }) })],
      connection,
    ],
    ['an ALLOW rule that is empty matches', 'allowed', [allow({})], connection],
    [
      'a DENY rule of paths alone keeps everything out',
      'denied',
      [deny(operation({ paths: ['/admin'] }))],
      connection,
    ],
    ['a DENY rule of hosts alone too', 'denied', [deny(operation({ hosts: ['x'] }))], connection],
    [
      'a DENY rule of methods that are spared too',
      'denied',
      [deny(operation({ notMethods: ['GET'] }))],
      connection,
    ],
    [
      'a DENY rule of headers alone too',
      'denied',
      [deny(when('request.headers[x]', { values: ['a'] }))],
      connection,
    ],
    ['a DENY rule keeps its source', 'denied', [deny(both)], connection],
    [
      'a DENY rule for another source',
      'allowed',
      [deny({ ...source({ namespaces: ['x'] }), ...operation({ paths: ['/admin'] }) })],
      connection,
    ],
    [
      'a DENY rule keeps its port',
      'allowed',
      [deny(operation({ ports: ['80'], paths: ['/admin'] }))],
      connection,
    ],
    [
      'of two sources the one of tokens takes all',
      'denied',
      [deny({ from: [{ source: { namespaces: ['x'] } }, { source: { requestPrincipals: ['y'] } }] })],
      connection,
    ],
    [
      'CUSTOM of paths asks of everything',
      'undecidable',
      [custom(operation({ paths: ['/admin'] }))],
      connection,
    ],
    ['AUDIT of paths refuses nobody', 'allowed', [audit(operation({ paths: ['/admin'] }))], connection],
    [
      'the source’s address stays unknown',
      'undecidable',
      [deny(source({ ipBlocks: ['10.0.0.0/8'] }))],
      connection,
    ],
  ]);
});

describe('at ztunnel', () => {
  check([
    ['an ALLOW rule of sources', 'allowed', [allow(source({ principals: [WEB] }))], ztunnel],
    [
      'an ALLOW rule of service accounts',
      'allowed',
      [allow(source({ serviceAccounts: ['front/web'] }))],
      ztunnel,
    ],
    ['an ALLOW rule of ports', 'allowed', [allow(operation({ ports: ['8080'] }))], ztunnel],
    ['an ALLOW rule of paths is left out', 'denied', [allow(operation({ paths: ['*'] }))], ztunnel],
    [
      'with its source',
      'denied',
      [allow({ ...source({ principals: [WEB] }), ...operation({ methods: ['GET'] }) })],
      ztunnel,
    ],
    [
      'an ALLOW rule of headers is left out',
      'denied',
      [allow(when('request.headers[x]', { values: ['a'] }))],
      ztunnel,
    ],
    [
      'an ALLOW rule of addresses behind proxies is left out',
      'denied',
      [allow(source({ remoteIpBlocks: ['0.0.0.0/0'] }))],
      ztunnel,
    ],
    [
      'an ALLOW rule of trust domains is left out',
      'denied',
      [allow(source({ trustDomains: ['*'] }))],
      ztunnel,
    ],
    [
      'an ALLOW condition of accounts is left out',
      'denied',
      [allow(when('source.serviceAccount', { values: ['front/web'] }))],
      ztunnel,
    ],
    [
      'an ALLOW condition of names of servers is left out',
      'denied',
      [allow(when('connection.sni', { values: ['*'] }))],
      ztunnel,
    ],
    [
      'an ALLOW condition of principals',
      'allowed',
      [allow(when('source.principal', { values: [WEB] }))],
      ztunnel,
    ],
    [
      'an ALLOW condition of namespaces',
      'allowed',
      [allow(when('source.namespace', { values: ['fr*'] }))],
      ztunnel,
    ],
    ['an ALLOW condition of ports', 'denied', [allow(when('destination.port', { values: ['80'] }))], ztunnel],
    ['an empty ALLOW rule', 'allowed', [allow({})], ztunnel],
    ['ALLOW without rules', 'denied', [{}], ztunnel],
    ['a DENY rule of paths alone does nothing', 'allowed', [deny(operation({ paths: ['/admin'] }))], ztunnel],
    [
      'a DENY rule of headers alone does nothing',
      'allowed',
      [deny(when('request.headers[x]', { values: ['a'] }))],
      ztunnel,
    ],
    [
      'a DENY rule of a port and a path keeps the port',
      'denied',
      [deny(operation({ ports: ['8080'], paths: ['/admin'] }))],
      ztunnel,
    ],
    [
      'a DENY rule of a source with a token keeps the source',
      'denied',
      [deny(source({ namespaces: ['front'], requestPrincipals: ['x'] }))],
      ztunnel,
    ],
    [
      'a DENY rule whose operation has nothing left does nothing',
      'allowed',
      [deny({ ...source({ namespaces: ['front'] }), ...operation({ paths: ['/admin'] }) })],
      ztunnel,
    ],
    [
      'a DENY rule with another operation goes by that',
      'denied',
      [deny({ to: [{ operation: { paths: ['/x'] } }, { operation: { ports: ['8080'] } }] })],
      ztunnel,
    ],
    ['an empty DENY rule', 'denied', [deny({})], ztunnel],
    [
      'a DENY rule of all but a namespace takes plaintext',
      'denied',
      [deny(source({ notNamespaces: ['front'] }))],
      atZtunnel({ ...CONNECTION, principal: null }),
    ],
    ['CUSTOM is not asked', 'allowed', [custom({})], ztunnel],
    ['AUDIT refuses nobody', 'allowed', [audit({})], ztunnel],
    ['a * within a namespace is no wildcard', 'denied', [allow(source({ namespaces: ['f*t'] }))], ztunnel],
    [
      'cluster.local stands for itself alone',
      'denied',
      [allow(source({ principals: [WEB] }))],
      { ...atZtunnel({ ...CONNECTION, principal: 'td.one/ns/front/sa/web' }), trustDomains: ['td.one'] },
    ],
    [
      'what is known of a request means nothing',
      'denied',
      [allow(operation({ methods: ['GET'] }))],
      atZtunnel(REQUEST),
    ],
  ]);
});

describe('of what reports tell', () => {
  check([
    ['principals decide', 'denied', [allow(source({ principals: ['x'] }))], reported],
    ['namespaces decide', 'allowed', [allow(source({ namespaces: ['front'] }))], reported],
    ['ports decide where they are known', 'denied', [deny(operation({ ports: ['8080'] }))], reported],
    ['any path is a path', 'denied', [deny(operation({ paths: ['*'] }))], reported],
    ['any method is a method', 'allowed', [allow(operation({ methods: ['*'] }))], reported],
    ['any host is a host', 'allowed', [allow(operation({ hosts: ['*'] }))], reported],
    [
      'a DENY of a path for others decides',
      'allowed',
      [deny({ ...source({ namespaces: ['x'] }), ...operation({ paths: ['/a'] }) })],
      reported,
    ],
    [
      'an ALLOW of a path for others decides',
      'denied',
      [allow({ ...source({ namespaces: ['x'] }), ...operation({ paths: ['/a'] }) })],
      reported,
    ],
    [
      'an ALLOW of everything makes one of paths needless',
      'allowed',
      [allow(operation({ paths: ['/a'] }), {})],
      reported,
    ],
    [
      'a DENY of everything makes one of paths needless',
      'denied',
      [deny(operation({ paths: ['/a'] }), {})],
      reported,
    ],
    [
      'a DENY that may match beside an ALLOW for nobody',
      'denied',
      [deny(operation({ paths: ['/a'] })), {}],
      reported,
    ],
  ]);

  it.each<[string, object, readonly string[]]>([
    ['paths', allow(operation({ paths: ['/a'] })), ['path']],
    ['paths that are spared', deny(operation({ notPaths: ['/a'] })), ['path']],
    ['methods', deny(operation({ methods: ['GET'] })), ['method']],
    ['hosts', allow(operation({ hosts: ['a'] })), ['host']],
    ['headers', allow(when('request.headers[x]', { values: ['a'] })), ['header']],
    ['tokens', allow(source({ requestPrincipals: ['a'] })), ['token']],
    ['claims', deny(when('request.auth.claims[a]', { values: ['a'] })), ['token']],
    ['addresses', deny(source({ ipBlocks: ['10.0.0.0/8'] })), ['sourceAddress']],
    ['addresses behind proxies', deny(source({ remoteIpBlocks: ['10.0.0.0/8'] })), ['sourceAddress']],
    [
      'the source’s address as a condition',
      deny(when('source.ip', { values: ['10.0.0.1'] })),
      ['sourceAddress'],
    ],
    ['the pod’s address', deny(when('destination.ip', { values: ['10.0.0.1'] })), ['destinationAddress']],
    ['the name of a server', deny(when('connection.sni', { values: ['a'] })), ['serverName']],
    [
      'what filters know',
      deny(when('experimental.envoy.filters.a.b[c]', { values: ['a'] })),
      ['filterState'],
    ],
    ['an authorizer', custom({}), ['externalAuthorizer']],
    ['an authorizer for paths', custom(operation({ paths: ['/a'] })), ['externalAuthorizer', 'path']],
    ['paths and methods', allow(operation({ paths: ['/a'], methods: ['GET'] })), ['method', 'path']],
    ['a policy that cannot be read', { rules: [{ from: 'all' }] }, ['policy']],
    ['an action that nobody knows', { action: 'PERHAPS', rules: [{}] }, ['policy']],
  ])('%s are missing to decide', (_, spec, needs) => {
    expect(judge([spec], reported)).toMatchObject({ verdict: 'undecidable', needs });
  });

  it.each<[string, object, SampleQuestion['facts'], readonly string[]]>([
    ['the caller’s identity', allow(source({ namespaces: ['a'] })), { port: 1, http: {} }, ['identity']],
    ['the port', allow(operation({ ports: ['1'] })), { principal: WEB, http: {} }, ['port']],
    [
      'the protocol',
      deny(operation({ paths: ['*'], notMethods: ['*'] })),
      { principal: WEB, port: 1 },
      ['protocol'],
    ],
    [
      'path and protocol',
      deny(operation({ paths: ['/a'] })),
      { principal: WEB, port: 1 },
      ['path', 'protocol'],
    ],
  ])('%s is missing to decide', (_, spec, facts, needs) => {
    expect(judge([spec], { ...(facts && { facts }) })).toMatchObject({ verdict: 'undecidable', needs });
  });

  it('a policy that cannot be read leaves what others deny denied', () => {
    expect(judge([{ rules: 'all' }, deny({})], reported).verdict).toBe('denied');
    expect(judge([{ rules: 'all' }, allow({})], reported).verdict).toBe('undecidable');
    expect(judge([{ rules: 'all' }, {}], reported).verdict).toBe('undecidable');
  });
});

describe('what decides is told', () => {
  it.each<[readonly unknown[], object]>([
    [
      [deny(source({ namespaces: ['x'] }), source({ namespaces: ['front'] }))],
      { by: [{ namespace: 'shop', name: 'p0', rule: 1 }], reason: 'DENY rule 2 of shop/p0 matches.' },
    ],
    [
      [allow({})],
      { by: [{ namespace: 'shop', name: 'p0', rule: 0 }], reason: 'ALLOW rule 1 of shop/p0 matches.' },
    ],
    [
      [{}],
      {
        by: [{ namespace: 'shop', name: 'p0' }],
        reason: 'ALLOW policy shop/p0 has no rules, so that it lets nobody in.',
      },
    ],
    [
      [allow(source({ namespaces: ['x'] }))],
      { reason: 'ALLOW policy shop/p0 has no rule that matches, and no other lets it in.' },
    ],
    [
      [{}, {}],
      {
        by: [
          { namespace: 'shop', name: 'p0' },
          { namespace: 'shop', name: 'p1' },
        ],
        reason: 'None of the ALLOW policies shop/p0, shop/p1 has a rule that matches.',
      },
    ],
    [[], { by: [], reason: 'No ALLOW policy is for it, and no DENY policy matches.' }],
    [
      [deny(when('source.ip', { values: ['10.0.0.1'] }))],
      { by: [{ namespace: 'shop', name: 'p0', rule: 0 }], reason: 'DENY rule 1 of shop/p0 may match.' },
    ],
  ])('of %j', (specs, told) => {
    expect(judge(specs)).toMatchObject(told);
  });
});
