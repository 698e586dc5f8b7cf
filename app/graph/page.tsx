import type { Metadata } from 'next';
import { GraphScreen } from './graph-screen';

export const metadata: Metadata = { title: 'Graph' };

export default function GraphPage() {
  return <GraphScreen />;
}
