import type { Metadata } from 'next';
import { MtlsScreen } from './mtls-screen';

export const metadata: Metadata = { title: 'mTLS' };

export default function MtlsPage() {
  return <MtlsScreen />;
}
