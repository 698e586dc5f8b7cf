'use client';

import { Modal } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { SavedViews } from './saved-views';

export interface SavedViewsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called when it is gone from the page: the place for the focus. */
  readonly onGone: () => void;
}

/** Views kept under a name in this browser: to open, rename and delete, and a place to save the present one. */
export function SavedViewsDialog({ opened, onClose, onGone }: SavedViewsDialogProps) {
  const router = useRouter();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      onExitTransitionEnd={onGone}
      title="Saved views"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="saved-views-dialog"
    >
      <SavedViews
        onOpen={({ search }) => {
          onClose();
          router.push(search === '' ? '/graph' : `/graph?${search}`);
        }}
      />
    </Modal>
  );
}
