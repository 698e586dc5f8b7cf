'use client';

import { Button } from '@mantine/core';
import { FullPageNotice } from '@/components/ui/full-page-notice';

/** A defect in a page: the frame stays, the address (and with it the view) is kept. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest =
    typeof error === 'object' && error !== null && 'digest' in error && typeof error.digest === 'string'
      ? error.digest
      : undefined;
  return (
    <FullPageNotice title="This page failed" testId="page-error">
      <p>Something in Telltale broke while drawing this page. Your view is kept in the address.</p>
      {digest === undefined ? null : (
        <p>
          Find <code>{digest}</code> in the server&apos;s log.
        </p>
      )}
      <Button onClick={retry}>Try again</Button>
    </FullPageNotice>
  );
}
