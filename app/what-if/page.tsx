import type { Metadata } from 'next';
import { WhatIfScreen } from './what-if-screen';

export const metadata: Metadata = { title: 'What if' };

export default function WhatIfPage() {
  return <WhatIfScreen />;
}
