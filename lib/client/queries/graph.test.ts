import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainOverview, sampleAnswer, sampleNode } from '../sample-answer';
import { graphQuery } from './graph';
import type { GraphRequest } from './graph-request';

const request: GraphRequest = {
  namespaces: ['shop'],
  level: 'versionedApp',
  serviceNodes: false,
  windowSeconds: 300,
  at: null,
  idle: false,
  rates: { http: 'requests', grpc: 'sent', tcp: 'total' },
  legs: true,
};

/** Answers requests in turn with these bodies and remembers what was asked. */
function serve(bodies: readonly unknown[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(Response.json(bodies[asked.length - 1]));
  });
  return asked;
}

describe('graphQuery', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('asks for everything its key holds', async () => {
    const asked = serve([sampleAnswer()]);
    await new QueryClient().fetchQuery(graphQuery({ ...request, at: 1_700_000_000 }, { refresh: '15s' }));
    expect(asked).toEqual([
      '/api/graph?namespaces=shop&level=versionedApp&serviceNodes=false&window=5m&at=1700000000&idle=false&rateHttp=requests&rateGrpc=sent&rateTcp=total&legs=true',
    ]);
  });

  it('does not call a refreshed graph lost, and a graph whose Prometheus went away is', async () => {
    const full = sampleAnswer({ nodes: [sampleNode('cart')] });
    const next = { ...full, at: full.at + 15 };
    const sources = { ...full.sources, prometheus: { status: 'unavailable' as const, since: 1 } };
    serve([full, next, sampleAnswer({ sources })]);
    const client = new QueryClient();
    const observer = new QueryObserver(client, graphQuery(request, { refresh: 'off' }));
    const leave = observer.subscribe(() => {});
    const ask = async () => (await observer.refetch()).data;
    await ask();
    expect(await ask()).toMatchObject({ lost: false, shown: { at: next.at } });
    expect(await ask()).toMatchObject({ lost: true, shown: { at: next.at }, latest: { nodes: [] } });
    leave();
  });

  it('asks for an overview first where one will do, and then for all of the graph', async () => {
    const asked = serve([
      sampleAnswer({ nodes: [sampleNode('cart')], overview: plainOverview }),
      sampleAnswer({ nodes: [sampleNode('cart'), sampleNode('pay')] }),
    ]);
    const client = new QueryClient();
    const options = graphQuery(request, { refresh: 'off', overviewFirst: true });
    const observer = new QueryObserver(client, options);
    const leave = observer.subscribe(() => {});
    await vi.waitFor(() =>
      expect(observer.getCurrentResult().data?.overview?.overview).toEqual(plainOverview),
    );
    expect(observer.getCurrentResult()).toMatchObject({ data: { shown: undefined }, isStale: true });
    const { data } = await observer.refetch();
    expect(data).toMatchObject({ overview: undefined, shown: { nodes: [{ id: 'cart' }, { id: 'pay' }] } });
    expect(asked.map((path) => new URLSearchParams(path.split('?')[1]).get('overview'))).toEqual([
      'true',
      null,
    ]);
    leave();
  });
});
