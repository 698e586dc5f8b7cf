import type { GraphNode } from '@/lib/contracts/graph';
import { PanelSection } from './panel-section';
import { OwnLink } from '@/components/ui/own-link';

export interface WhatIfSectionProps {
  /** Whose calls are to be looked at. */
  readonly nodes: readonly (GraphNode | undefined)[];
  /** As the API prints it: `5m`. */
  readonly window: string;
}

/** Leads to the page for changes, about the calls of the namespaces of these nodes; nothing where they have none. */
export function WhatIfSection({ nodes, window }: WhatIfSectionProps) {
  const namespaces = [...new Set(nodes.flatMap((node) => node?.namespace ?? []))];
  if (namespaces.length === 0) return null;
  const search = new URLSearchParams({ namespaces: namespaces.toSorted().join(','), window });
  return (
    <PanelSection title="Change" testId="panel-what-if">
      <OwnLink href={`/what-if?${search}`}>What if something were applied here…</OwnLink>
    </PanelSection>
  );
}
