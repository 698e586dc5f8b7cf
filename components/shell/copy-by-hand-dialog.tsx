import { Modal, TextInput } from '@mantine/core';

export interface CopyByHandDialogProps {
  /** Shown while there is one. */
  readonly link: string | undefined;
  readonly onClose: () => void;
  /** Called when it is gone from the page: the place for the focus. */
  readonly onGone: () => void;
}

/** Where a page may not write to the clipboard: the link, marked, to be copied by hand. */
export function CopyByHandDialog({ link, onClose, onGone }: CopyByHandDialogProps) {
  return (
    <Modal
      opened={link !== undefined}
      onClose={onClose}
      returnFocus={false}
      onExitTransitionEnd={onGone}
      title="Copy this link"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>This browser does not let the page use the clipboard here.</p>
      <TextInput
        aria-label="Link"
        readOnly
        value={link ?? ''}
        data-autofocus
        onFocus={({ currentTarget }) => currentTarget.select()}
        data-testid="link-to-copy"
      />
    </Modal>
  );
}
