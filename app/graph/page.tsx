import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { preload } from 'react-dom';
import { printGraphRequest } from '@/lib/client/queries/graph-request';
import { readGraphRequest } from '@/lib/client/read-graph-request';
import { viewParsers } from '@/lib/client/url-state';
import { GraphScreen } from './graph-screen';
import { ownAddress } from '@/lib/client/own-address';

export const metadata: Metadata = { title: 'Graph' };

const readView = createLoader(viewParsers);

/** Lets the browser ask for the graph while it still loads the page's code. */
export default async function GraphPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const request = readGraphRequest(await readView(searchParams));
  if (request.namespaces.length > 0) {
    preload(ownAddress(`/api/graph?${printGraphRequest(request)}`), {
      as: 'fetch',
      crossOrigin: 'anonymous',
    });
  }
  return <GraphScreen />;
}
