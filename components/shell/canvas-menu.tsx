'use client';

import { Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon, type IconName } from '@/components/ui/icon';
import { type CanvasMenuItem, listCanvasActions, type MenuSubject } from '@/lib/client/canvas-actions';
import classes from './canvas-menu.module.css';

export interface CanvasMenuProps {
  /** Undefined: no menu is open. */
  readonly open: { readonly subject: MenuSubject; readonly at: { x: number; y: number } } | undefined;
  readonly onClose: () => void;
  /** Does what an item says, but for copying. */
  readonly onAct: (item: CanvasMenuItem) => void;
}

const ICONS: Readonly<Record<CanvasMenuItem['does'], IconName>> = {
  select: 'list',
  focus: 'focus',
  callers: 'callers',
  ways: 'ways',
  fold: 'fold',
  unfold: 'unfold',
  foldAll: 'fold',
  unfoldAll: 'unfold',
  pin: 'pin',
  unpin: 'pin',
  copyName: 'copy',
  copyLink: 'link',
  fit: 'fit',
  arrangeAgain: 'relayout',
  leaveFocus: 'close',
};

/** No key: the very one that opens the menu would close it again. */
const CLOSING_EVENTS = ['mousedown', 'touchstart'];

/** What can be done with a node, an edge, a box or the canvas, where the pointer or the keyboard asked for it. */
export function CanvasMenu({ open, onClose, onAct }: CanvasMenuProps) {
  const { copy } = useClipboard();
  return (
    <Menu
      opened={open !== undefined}
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      offset={2}
      width={260}
      shadow="md"
      withinPortal
      withInitialFocusPlaceholder={false}
      clickOutsideEvents={CLOSING_EVENTS}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span
          className={classes.anchor}
          style={{ left: open?.at.x ?? 0, top: open?.at.y ?? 0 }}
          aria-hidden="true"
        />
      </Menu.Target>
      <Menu.Dropdown data-testid="canvas-menu" aria-label={open?.subject.title}>
        <Menu.Label aria-hidden="true">{open?.subject.title}</Menu.Label>
        {open
          ? listCanvasActions(open.subject).map((item) => (
              <Menu.Item
                key={`${item.does} ${item.label}`}
                leftSection={<Icon name={ICONS[item.does]} size={14} />}
                onClick={() => {
                  if (item.does === 'copyName' || item.does === 'copyLink') copy(item.text);
                  else onAct(item);
                }}
              >
                {item.label}
              </Menu.Item>
            ))
          : null}
      </Menu.Dropdown>
    </Menu>
  );
}
