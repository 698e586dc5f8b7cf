'use client';
import type { Core, ElementDefinition, StylesheetJsonBlock } from 'cytoscape';
import { memo } from 'react';
import CytoscapeComponent from 'react-cytoscapejs';

/** One object for ever: a new one would lay out again at every render. Our controller gives the places. */
const noLayout = { name: 'preset', fit: false };
const fillParent = { position: 'absolute', inset: 0 } as const;

/**
 * Where there is an element with this id Cytoscape adds no style tag to the page, which its content security policy would forbid: the
 * tag says what `fillParent` says.
 */
const STYLES_ARE_THERE = '__________cytoscape_stylesheet';

interface CytoscapeShellProps {
  elements: ElementDefinition[];
  stylesheet: StylesheetJsonBlock[];
  /** Draw less while the view moves. Only read when first mounted. */
  dense: boolean;
  /** Called after every change of the props, with the same instance until the next mount. */
  onInstance(cy: Core): void;
}

/**
 * Creates the canvas and keeps its bare nodes and edges. Memoised, and its elements change with the topology only:
 * the wrapper redraws for every update it sees, even an empty one.
 */
export const CytoscapeShell = memo(function CytoscapeShell({
  elements,
  stylesheet,
  dense,
  onInstance,
}: CytoscapeShellProps): React.JSX.Element {
  return (
    <>
      <span id={STYLES_ARE_THERE} hidden />
      <CytoscapeComponent
        elements={elements}
        stylesheet={stylesheet}
        layout={noLayout}
        cy={onInstance}
        style={fillParent}
        hideEdgesOnViewport={dense}
        textureOnViewport={dense}
        {...(dense ? { pixelRatio: 1 } : {})}
      />
    </>
  );
});
