import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { preload } from 'react-dom';
import { ownAddress } from '@/lib/client/own-address';
import { printGraphAddress } from '@/lib/client/queries/graph-request';
import { readGraphRequest } from '@/lib/client/read-graph-request';
import { startsWithOverview } from '@/lib/client/starts-with-overview';
import { viewParsers } from '@/lib/client/url-state';
import { GraphScreen } from './graph-screen';

export const metadata: Metadata = { title: 'Graph' };

const readView = createLoader(viewParsers);

/** Lets the browser ask for the graph while it still loads the page's code. */
export default async function GraphPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await readView(searchParams);
  const request = readGraphRequest(view);
  if (request.namespaces.length > 0) {
    const address = printGraphAddress(request, { overview: startsWithOverview(view) });
    preload(ownAddress(address), { as: 'fetch', crossOrigin: 'anonymous' });
  }
  return <GraphScreen />;
}
