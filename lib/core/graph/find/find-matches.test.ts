import { describe, expect, it } from 'vitest';
import { findMatches } from './find-matches';
import type { FindGraph } from './find-graph';
import { hideMatches } from './hide-matches';
import { parseExpression } from './parse-expression';
import { sampleEdge, sampleNode, sampleShop } from './sample-find-graph';

function read(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.expression;
}

function nodes(text: string, graph: FindGraph = sampleShop): string[] {
  return [...findMatches(read(text), graph).nodes];
}

function edges(text: string, graph: FindGraph = sampleShop): string[] {
  return [...findMatches(read(text), graph).edges];
}

describe('an operand of nodes', () => {
  it.each([
    ['reviews', ['reviews-1', 'reviews-2']],
    ['EVIEW', ['reviews-1', 'reviews-2']],
    ['name = web-v1', ['web']],
    ['name ^= rev', ['reviews-1', 'reviews-2']],
    ['name $= -v1', ['web']],
    ['unknown', ['somebody']],
    ['namespace = istio-system', ['gateway']],
    ['version = V1', ['web', 'reviews-1']],
    ['node = service', ['db']],
    ['httpin >= 10rps', ['web']],
    ['%httpout > 4%', ['web']],
    ['health = unknown', ['db']],
    ['not healthy', ['reviews-2', 'refunds']],
    ['idle', ['refunds']],
    ['root', ['gateway', 'somebody']],
    ['gateway', ['gateway']],
    ['not sidecar', ['reviews-1', 'reviews-2']],
    ['sidecar', ['web']],
    ['not ambient', ['gateway', 'web', 'reviews-1', 'reviews-2']],
    ['virtualservice', ['web']],
    ['trafficshifting', ['web']],
    ['fi and rr', ['web']],
    ['cb or mirroring or rto or tcpts', []],
    ['not circuitbreaker', ['gateway', 'web', 'reviews-1', 'reviews-2']],
    ['config = web-routes', ['web']],
    ['config = virtualservice', ['web']],
    ["declares *= 'injects faults'", ['web']],
    ['rank = 1', ['web']],
  ])('%s finds the nodes %j', (text, found) => {
    expect(nodes(text)).toEqual(found);
  });

  it('asks for any label of the pods by its key', () => {
    const graph = {
      nodes: [
        sampleNode('cart', { labels: ['app=cart', 'team=Checkout'] }),
        sampleNode('mail', { labels: ['app=mail', 'team.example/tier=gold'] }),
        sampleNode('host'),
      ],
      edges: [sampleEdge('cart', 'mail'), sampleEdge('mail', 'host')],
    };
    expect(nodes('label:team = checkout', graph)).toEqual(['cart']);
    expect(nodes('label:TEAM:Checkout', graph)).toEqual(['cart']);
    expect(nodes('label:app', graph)).toEqual(['cart', 'mail']);
    expect(nodes('label:team.example/tier ^= g', graph)).toEqual(['mail']);
    // Of the host nobody knows any labels.
    expect(nodes('label:team != checkout', graph)).toEqual(['mail']);
    expect(edges('source.label:team = checkout', graph)).toEqual(['cart>mail']);
  });

  it('asks an edge about its ends: one of them is enough', () => {
    expect(edges('name = reviews')).toEqual(['web>reviews-1', 'web>reviews-2', 'reviews-1>db']);
    expect(edges('idle')).toEqual([]);
    expect(edges('gateway')).toEqual(['gateway>web']);
  });

  it('asks one end of an edge when the end is named, and then no node', () => {
    expect(edges('source.name = reviews')).toEqual(['reviews-1>db']);
    expect(edges('target.name = reviews')).toEqual(['web>reviews-1', 'web>reviews-2']);
    expect(nodes('target.name = reviews or source.idle')).toEqual([]);
  });

  it('may be true of different ends, unless the end is named', () => {
    const graph = {
      nodes: [sampleNode('a', { version: 'v1' }), sampleNode('b', { version: 'v2' })],
      edges: [sampleEdge('a', 'b')],
    };
    expect(edges('app = a and version = v2', graph)).toEqual(['a>b']);
    expect(edges('source.app = a and source.version = v2', graph)).toEqual([]);
  });

  it('says nothing of an end that the graph does not hold', () => {
    const graph = { nodes: [sampleNode('a')], edges: [sampleEdge('a', 'gone')] };
    expect(edges('app = a', graph)).toEqual(['a>gone']);
    expect(edges('app = b', graph)).toEqual([]);
    expect(edges('app != b', graph)).toEqual([]);
    expect(edges('target.app != b', graph)).toEqual([]);
  });
});

describe('an operand of edges', () => {
  it.each([
    ['protocol = tcp', ['reviews-1>db']],
    ['http > 5', ['gateway>web', 'web>reviews-1']],
    ['tcp > 1kB', ['reviews-1>db']],
    ['rate > 100', ['reviews-1>db']],
    ['rate > 5rps', ['gateway>web', 'web>reviews-1']],
    ['rate > 5B', ['reviews-1>db']],
    ['%error > 20%', ['web>reviews-2']],
    ['errorrate > 0', ['web>reviews-2', 'reviews-1>db']],
    ['%traffic >= 80', ['gateway>web', 'web>reviews-1', 'reviews-1>db']],
    ['%httptraffic < 50', ['web>reviews-2']],
    ['responsetime > 250ms', ['web>reviews-1']],
    ['p50 = 100', ['web>reviews-1']],
    ['failedconnections > 0', ['reviews-1>db']],
    ['code = 503', ['web>reviews-2']],
    ['code ^= 2', ['gateway>web', 'web>reviews-1', 'web>reviews-2']],
    ['code >= 500', ['web>reviews-2']],
    ['flag:UF', ['web>reviews-2']],
    ['flag = urx', ['web>reviews-2']],
    ['flag', ['web>reviews-2']],
    ['host *= reviews', ['web>reviews-1', 'web>reviews-2']],
    ['not traffic', ['somebody>web']],
    ['mtls', ['gateway>web', 'web>reviews-1']],
    ['plaintext', ['web>reviews-2']],
    ['%mtls = 50', ['web>reviews-2']],
    ['sourceprincipal $= /sa/gateway', ['gateway>web']],
    ['via', ['gateway>web']],
    ['via = shop/waypoint', ['gateway>web']],
    ['disagreement', ['web>reviews-1']],
    ['reporter = destination', []],
    ['failing', ['web>reviews-2']],
  ])('%s finds the edges %j, and no node', (text, found) => {
    expect(edges(text)).toEqual(found);
    if (text !== 'failing') expect(nodes(text)).toEqual([]);
  });

  it('knows of no failed messages, only of failed requests', () => {
    const grpc = { in: 10, out: 0, inErr: 5, outErr: 0 };
    const traffic = { ...sampleNode('a').traffic, grpc };
    const nodes = [sampleNode('a', { traffic })];
    const asking = (unit: 'requests' | 'messages') =>
      findMatches(read('%grpcin >= 0 or %grpcerr >= 0'), {
        nodes,
        edges: [sampleEdge('b', 'a', { protocol: 'grpc', unit })],
      });
    expect(asking('requests')).toEqual({ nodes: new Set(['a']), edges: new Set(['b>a']) });
    expect(asking('messages')).toEqual({ nodes: new Set(), edges: new Set() });
  });

  it('takes a connection without a byte for traffic', () => {
    const connections = { opened: 0, failed: 1 };
    const edge = sampleEdge('a', 'b', { protocol: 'tcp', unit: 'bytes', rate: 0, connections });
    expect(edges('traffic', { nodes: [], edges: [edge] })).toEqual(['a>b']);
  });

  it('neither applies to nodes, nor does its contrary', () => {
    expect(nodes('%error > 5 or not %error > 5')).toEqual([]);
    expect(nodes('mtls or not mtls')).toEqual([]);
  });

  it('joins with an operand of nodes: edges with errors at reviews', () => {
    expect(edges('name = reviews and %error > 5')).toEqual(['web>reviews-2']);
    expect(nodes('name = reviews and %error > 5')).toEqual([]);
    expect(nodes('name = reviews or %error > 5')).toEqual(['reviews-1', 'reviews-2']);
  });
});

describe('what is not known', () => {
  it('is found neither by a comparison nor by its contrary', () => {
    expect(edges('responsetime > 0 or responsetime <= 0')).toEqual(['gateway>web', 'web>reviews-1']);
    expect(edges('not responsetime > 250')).toEqual(['gateway>web']);
    expect(edges('responsetime != 20')).toEqual(['web>reviews-1']);
    expect(nodes('version != v1')).toEqual(['reviews-2']);
    expect(nodes('not version = v1')).toEqual(['reviews-2']);
    expect(edges('not mtls')).toEqual(['web>reviews-2']);
    expect(nodes('not virtualservice')).toEqual(['gateway', 'reviews-1', 'reviews-2']);
    expect(edges('sourceprincipal !*= gateway')).toEqual([]);
  });

  it('is found by asking whether it is known', () => {
    expect(edges('has responsetime')).toEqual(['gateway>web', 'web>reviews-1']);
    expect(edges('has no responsetime')).toEqual(['web>reviews-2', 'reviews-1>db', 'somebody>web']);
    expect(nodes('has no version')).toEqual(['gateway', 'db', 'somebody', 'refunds']);
  });

  it('is nothing counted, like zero', () => {
    expect(nodes('httpin = NaN')).not.toContain('web');
    expect(nodes('httpin != NaN')).toEqual(['web']);
    expect(edges('http = NaN')).toEqual(['reviews-1>db', 'somebody>web']);
    expect(edges('responsetime = NaN')).toEqual(['web>reviews-2', 'reviews-1>db', 'somebody>web']);
  });

  it('does not hide what a true part tells', () => {
    expect(edges('responsetime > 250 or %error > 5')).toEqual(['web>reviews-1', 'web>reviews-2']);
    expect(edges('not (responsetime > 250 and protocol = tcp)')).toContain('web>reviews-2');
  });
});

describe('a negative comparison', () => {
  it('is the contrary of the positive one: of an edge, both ends are otherwise', () => {
    expect(edges('namespace != istio-system')).toEqual(['web>reviews-1', 'web>reviews-2', 'reviews-1>db']);
    expect(edges('namespace != istio-system')).toEqual(edges('not namespace = istio-system'));
    expect(edges('app != web')).toEqual([]);
  });

  it('of several values says that none is so', () => {
    expect(edges('code != 503')).toEqual(['gateway>web', 'web>reviews-1']);
    expect(nodes('name != web-v1')).not.toContain('web');
  });
});

describe('hiding', () => {
  const hide = (text: string) => {
    const left = hideMatches(read(text), sampleShop);
    return { nodes: left.nodes.map(({ id }) => id), edges: left.edges.map(({ id }) => id) };
  };

  it('takes the edges of a hidden node along', () => {
    expect(hide('name = web and node = app')).toEqual({
      nodes: ['gateway', 'reviews-1', 'reviews-2', 'db', 'somebody', 'refunds'],
      edges: ['reviews-1>db'],
    });
  });

  it('leaves both nodes of a hidden edge, also of their last one', () => {
    const left = hide('protocol = tcp');
    expect(left.nodes).toHaveLength(sampleShop.nodes.length);
    expect(left.nodes).toContain('db');
    expect(left.edges).not.toContain('reviews-1>db');
  });

  it('hides nothing that is not a match', () => {
    const left = hideMatches(read('nothing-has-this-name'), sampleShop);
    expect(left).toEqual({ nodes: sampleShop.nodes, edges: sampleShop.edges });
  });
});
