import Link from 'next/link';
import { FullPageNotice } from '@/components/ui/full-page-notice';

export default function NotFound() {
  return (
    <FullPageNotice title="There is no such page" testId="not-found">
      <p>The address may be mistyped, or belong to another version of Telltale.</p>
      <Link href="/graph">Open the graph</Link>
    </FullPageNotice>
  );
}
