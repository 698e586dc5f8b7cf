import type { Metadata } from 'next';
import { MtlsScreen } from '@/components/mtls/mtls-screen';
import { PlacesMenu } from '@/components/shell/places-menu';

export const metadata: Metadata = { title: 'mTLS' };

export default function MtlsPage() {
  return <MtlsScreen aside={<PlacesMenu />} />;
}
