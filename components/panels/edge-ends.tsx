import { UnstyledButton } from '@mantine/core';
import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import { nameNodeFully } from '@/lib/client/node-words';
import type { Selection } from '@/lib/client/selection';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './panel.module.css';

export interface EdgeEndsProps {
  readonly edge: GraphEdge;
  readonly graph: GraphAnswer;
  readonly onSelect: (selection: Selection) => void;
}

/** Both ends of an edge as a title; each selects its node. */
export function EdgeEnds({ edge, graph, onSelect }: EdgeEndsProps) {
  const end = (id: string) => {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    return (
      <UnstyledButton
        fz={15}
        fw={600}
        onClick={() => onSelect({ kind: 'node', id })}
        className={classes.linkName}
      >
        {node ? nameNodeFully(node) : makeVisible(id)}
      </UnstyledButton>
    );
  };
  return (
    <>
      {end(edge.source)} <span aria-label="to">→</span> {end(edge.target)}
    </>
  );
}
