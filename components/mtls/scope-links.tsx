import { Button } from '@mantine/core';
import type { OpenedPart } from '@/lib/client/find-opened';
import { type MtlsPart, printPart } from '@/lib/client/mtls-view';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './details.module.css';

const MOST_WORKLOADS = 4;

/** The same question about more or less than what is opened: its workloads, its namespace, the mesh. */
export function ScopeLinks({ opened, onOpen }: { opened: OpenedPart; onOpen: (part: MtlsPart) => void }) {
  const scopes = otherScopes(opened);
  if (scopes.length === 0) return null;
  return (
    <div className={classes.scopes} data-testid="mtls-scopes">
      <span className={classes.dim}>Or ask for</span>
      {scopes.map(({ name, part }) => (
        <Button key={printPart(part)} size="compact-xs" variant="default" onClick={() => onOpen(part)}>
          {name}
        </Button>
      ))}
    </div>
  );
}

interface Scope {
  readonly name: string;
  readonly part: MtlsPart;
}

function otherScopes(opened: OpenedPart): Scope[] {
  if (opened.kind === 'mesh') return [];
  const { namespace } = opened.entry;
  const mesh: Scope = { name: 'the whole mesh', part: { kind: 'mesh' } };
  if (opened.kind === 'namespace') return [mesh];
  const workloads = opened.kind === 'service' ? opened.entry.workloads.slice(0, MOST_WORKLOADS) : [];
  return [
    ...workloads.map((name): Scope => ({
      name: makeVisible(`workload ${name}`),
      part: { kind: 'workload', namespace, name },
    })),
    {
      name: makeVisible(`namespace ${namespace}`),
      part: { kind: 'namespace', namespace, name: namespace },
    },
    mesh,
  ];
}
