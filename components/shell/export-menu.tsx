'use client';

import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core';
import dynamic from 'next/dynamic';
import { type ReactNode, useRef, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { copyText } from '@/lib/client/copy-text';
import { linkToMoment, linkToView } from '@/lib/client/view-link';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { type ExportCanvas, type ExportFormat, exportFormats, saveExport } from './save-export';
import { useViewState } from '@/lib/client/use-view-state';

const CopyByHandDialog = dynamic(
  () => import('./copy-by-hand-dialog').then((file) => file.CopyByHandDialog),
  { ssr: false },
);
const SavedViewsDialog = dynamic(() => import('./saved-views-dialog').then((file) => file.SavedViewsDialog), {
  ssr: false,
});

export interface ExportMenuProps {
  readonly graph: GraphAnswer | undefined;
  /** The canvas, while the graph is drawn. */
  readonly canvas: ExportCanvas | undefined;
}

/** Takes the view along: as a picture, as data, as a link or under a name. */
export function ExportMenu({ graph, canvas }: ExportMenuProps) {
  const { view } = useViewState();
  const button = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');
  const [link, setLink] = useState<string>();
  const [viewsOpen, setViewsOpen] = useState(false);
  /** Dialogs stay once they were opened, to close in their own time. */
  const [wanted, setWanted] = useState<{ views?: true; link?: true }>({});
  const empty = graph === undefined || graph.nodes.length === 0;
  const drawn = view.view === 'graph' && !empty;

  async function copy(address: string): Promise<void> {
    if (await copyText(address)) setSaid(`Copied a link of ${address.length} characters.`);
    else {
      setWanted({ ...wanted, link: true });
      setLink(address);
    }
  }

  async function save(format: ExportFormat): Promise<void> {
    if (!graph) return;
    const scope = { namespaces: view.namespaces, level: graph.level, at: graph.at };
    const failure = await saveExport(format, graph, scope, drawn ? canvas?.drawn() : undefined);
    setSaid(failure ?? `Saved ${exportFormats[format].label}.`);
  }

  // A dialog would give the focus back to the menu's item, which is gone by then.
  const returnFocus = () => button.current?.focus();

  const item = (format: ExportFormat) => {
    const { label, hint, needsCanvas } = exportFormats[format];
    return (
      <Menu.Item
        key={format}
        disabled={empty || (needsCanvas && !drawn)}
        rightSection={<Hint>{needsCanvas && !drawn && !empty ? 'in the graph view' : hint}</Hint>}
        onClick={() => void save(format)}
        data-testid={`export-${format}`}
      >
        {label}
      </Menu.Item>
    );
  };

  return (
    <>
      <Menu position="bottom-end" width={310} shadow="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            c="var(--tt-text)"
            size={30}
            aria-label="Export and share"
            title="Export and share"
            data-testid="export-menu"
          >
            <Icon name="export" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown data-testid="export-dropdown">
          <Group label="Link">
            <Menu.Item
              rightSection={<Hint>{view.at === null ? 'stays live' : 'of this instant'}</Hint>}
              onClick={() => void copy(linkToView(window.location.href))}
              data-testid="copy-link"
            >
              Copy link
            </Menu.Item>
            {view.at === null ? (
              <Menu.Item
                disabled={empty}
                rightSection={<Hint>the same numbers</Hint>}
                onClick={() => graph && void copy(linkToMoment(window.location.href, graph.at))}
                data-testid="copy-moment"
              >
                Copy link to this moment
              </Menu.Item>
            ) : null}
            <Menu.Item
              rightSection={<Hint>in this browser</Hint>}
              onClick={() => {
                setWanted({ ...wanted, views: true });
                setViewsOpen(true);
              }}
              data-testid="saved-views"
            >
              Saved views…
            </Menu.Item>
          </Group>
          <Group label="Picture">{(['png', 'svg'] as const).map(item)}</Group>
          <Group label="Data">{(['json', 'nodes', 'edges'] as const).map(item)}</Group>
          <Group label="Diagram source">{(['mermaid', 'dot'] as const).map(item)}</Group>
        </Menu.Dropdown>
      </Menu>
      <VisuallyHidden aria-live="polite" data-testid="export-said">
        {said}
      </VisuallyHidden>
      {wanted.link ? (
        <CopyByHandDialog link={link} onClose={() => setLink(undefined)} onGone={returnFocus} />
      ) : null}
      {wanted.views ? (
        <SavedViewsDialog opened={viewsOpen} onClose={() => setViewsOpen(false)} onGone={returnFocus} />
      ) : null}
    </>
  );
}

/** A menu may hold groups of items, but no headings: the name of a group is its label. */
function Group({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label}>
      <Menu.Label aria-hidden="true">{label}</Menu.Label>
      {children}
    </div>
  );
}

function Hint({ children }: { children: string }) {
  return <span style={{ color: 'var(--tt-text-dim)', fontSize: 11 }}>{children}</span>;
}
