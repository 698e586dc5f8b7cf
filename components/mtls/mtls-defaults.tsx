import { type MtlsPart, printPart } from '@/lib/client/mtls-view';
import { makeVisible } from '@/lib/client/visible-text';
import type { MtlsMode } from '@/lib/contracts/declared-security';
import type { Decider, MtlsAnswer } from '@/lib/contracts/mtls';
import { ModeMark } from './mode-mark';
import classes from './mtls-bars.module.css';

export interface MtlsDefaultsProps {
  readonly answer: MtlsAnswer;
  readonly opened: MtlsPart | null;
  readonly onOpen: (part: MtlsPart | null) => void;
}

interface Default {
  readonly part: MtlsPart;
  readonly name: string;
  readonly mode: MtlsMode;
  readonly decidedBy: Decider;
}

/** What holds in the mesh and in each namespace where nothing more specific is said; each opens beside the table. */
export function MtlsDefaults({ answer, opened, onOpen }: MtlsDefaultsProps) {
  const { mesh, namespaces } = answer;
  const all: readonly Default[] = [
    { part: { kind: 'mesh' }, name: 'Mesh', mode: mesh.mode, decidedBy: mesh.decidedBy },
    ...namespaces.map(({ namespace, name, mode, decidedBy }): Default => ({
      part: { kind: 'namespace', namespace, name },
      name,
      mode,
      decidedBy,
    })),
  ];
  return (
    <ul
      className={classes.defaults}
      aria-label="Defaults of the mesh and its namespaces"
      data-testid="mtls-defaults"
    >
      {all.map(({ part, name, mode, decidedBy }) => {
        const isOpen = opened !== null && printPart(opened) === printPart(part);
        return (
          <li key={printPart(part)}>
            <button
              type="button"
              className={classes.default}
              aria-expanded={isOpen}
              title={makeVisible(decidedBy.reason)}
              data-testid={`default-${part.kind === 'mesh' ? 'mesh' : part.name}`}
              onClick={() => onOpen(isOpen ? null : part)}
            >
              <b>{makeVisible(name)}</b>
              <ModeMark kind={mode} />
              <span className={classes.dim}>{sayOrigin(part, decidedBy)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function sayOrigin(part: MtlsPart, { level, namespace, name }: Decider): string {
  if (part.kind === 'namespace' && level === 'mesh') return 'as the mesh';
  return name === undefined ? 'by default' : makeVisible(`${namespace ?? ''}/${name}`);
}
