'use client';

import { useSearchParams } from 'next/navigation';
import { Banner } from '@/components/ui/banner';
import { findUrlNotes } from '@/lib/client/url-notes';
import { makeVisible } from '@/lib/client/visible-text';

/** Says which parts of a link were not understood. */
export function UrlBanner() {
  const notes = findUrlNotes(new URLSearchParams(useSearchParams()));
  if (notes.length === 0) return null;
  return (
    <Banner tone="care" icon="warning" testId="url-notes">
      This link was not fully understood:{' '}
      {notes.map(({ parameter, value, instead }, position) => (
        <span key={parameter}>
          {position > 0 ? '; ' : ''}
          <code>
            {parameter}={makeVisible(value)}
          </code>{' '}
          is shown as {instead}
        </span>
      ))}
      .
    </Banner>
  );
}
