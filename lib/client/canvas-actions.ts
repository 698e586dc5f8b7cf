import type { NamedBox } from '@/lib/core/graph/boxes';
import { printSelection, type Selection } from './selection';

/** What a menu on the canvas is about, with all that decides what can be done. */
export interface MenuSubject {
  /** What it is called. */
  readonly title: string;
  readonly spot?: Selection;
  /** The box itself, the folded box that the node stands for, or the box around the node. */
  readonly box?: { readonly named: NamedBox; readonly name: string; readonly isFolded: boolean };
  readonly isPinned: boolean;
  /** Another node that is selected: ways can lead from there. */
  readonly from?: { readonly id: string; readonly name: string };
  readonly isFocused: boolean;
  readonly hasFolds: boolean;
  /** Address of the page. */
  readonly address: string;
}

/** An entry of the menu. */
export type CanvasMenuItem = { readonly label: string } & (
  | { readonly does: 'select'; readonly spot: Selection }
  | { readonly does: 'focus' | 'callers' | 'pin' | 'unpin'; readonly nodeId: string }
  | { readonly does: 'ways'; readonly fromId: string; readonly toId: string }
  | { readonly does: 'fold' | 'unfold'; readonly box: NamedBox }
  | { readonly does: 'copyName' | 'copyLink'; readonly text: string }
  | { readonly does: 'foldAll' | 'unfoldAll' | 'fit' | 'arrangeAgain' | 'leaveFocus' }
);

/** What can be done, most likely first. */
export function listCanvasActions(subject: MenuSubject): CanvasMenuItem[] {
  const { spot, title } = subject;
  if (!spot) return [...boxActions(subject), ...canvasActions(subject)];
  const address = new URL(subject.address);
  address.searchParams.set('select', printSelection(spot));
  return [
    { does: 'select', label: 'Details', spot },
    ...(spot.kind === 'node' ? nodeActions(subject, spot.id) : []),
    { does: 'copyName', label: 'Copy name', text: title },
    { does: 'copyLink', label: 'Copy link', text: address.href },
  ];
}

function nodeActions(subject: MenuSubject, nodeId: string): CanvasMenuItem[] {
  const { from, isPinned } = subject;
  return [
    { does: 'focus', label: 'Focus', nodeId },
    { does: 'callers', label: 'Who calls it, over however many', nodeId },
    ...(from && from.id !== nodeId
      ? [{ does: 'ways' as const, label: `Ways from ${from.name} to here`, fromId: from.id, toId: nodeId }]
      : []),
    ...boxActions(subject),
    isPinned ? { does: 'unpin', label: 'Unpin', nodeId } : { does: 'pin', label: 'Pin here', nodeId },
  ];
}

function boxActions({ box }: MenuSubject): CanvasMenuItem[] {
  if (!box) return [];
  return box.isFolded
    ? [{ does: 'unfold', label: `Unfold ${box.name}`, box: box.named }]
    : [{ does: 'fold', label: `Fold ${box.name}`, box: box.named }];
}

function canvasActions({ isFocused, hasFolds }: MenuSubject): CanvasMenuItem[] {
  return [
    ...(isFocused ? [{ does: 'leaveFocus' as const, label: 'Show the whole graph' }] : []),
    { does: 'foldAll', label: 'Fold all namespaces' },
    ...(hasFolds ? [{ does: 'unfoldAll' as const, label: 'Unfold all' }] : []),
    { does: 'fit', label: 'Fit' },
    { does: 'arrangeAgain', label: 'Arrange again' },
  ];
}
