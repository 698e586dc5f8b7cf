import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { trimInstants } from './trim-instants';

function keys(client: QueryClient): unknown[] {
  return client
    .getQueryCache()
    .getAll()
    .map(({ queryKey }) => (queryKey[1] as { at: number | null }).at);
}

describe('trimInstants', () => {
  it('keeps the instants seen last, and whatever is live or looked at', () => {
    const client = new QueryClient();
    for (let at = 1; at <= 6; at += 1) {
      client.setQueryData(['graph', { at }], { at }, { updatedAt: at });
    }
    client.setQueryData(['graph', { at: null }], {}, { updatedAt: 0 });
    const leave = new QueryObserver(client, {
      queryKey: ['graph', { at: 1 }],
      staleTime: Infinity,
    }).subscribe(() => {});
    trimInstants(client, 2);
    expect(keys(client)).toEqual([1, 5, 6, null]);
    leave();
  });

  it('leaves answers to other questions alone', () => {
    const client = new QueryClient();
    client.setQueryData(['namespaces'], []);
    trimInstants(client, 0);
    expect(client.getQueryData(['namespaces'])).toEqual([]);
  });
});
