import classes from './what-if.module.css';

export interface LineLinkProps {
  readonly line: number;
  readonly onLine: (line: number) => void;
  /** Rows have one stop for the keyboard: there the opened row's own link is reached. */
  readonly isInTable?: boolean;
}

/** Leads to a line of the text. */
export function LineLink({ line, onLine, isInTable = false }: LineLinkProps) {
  return (
    <button
      type="button"
      className={classes.line}
      title="Show this line of the text"
      tabIndex={isInTable ? -1 : 0}
      onClick={(event) => {
        event.stopPropagation();
        onLine(line);
      }}
      data-testid="line-link"
    >
      line {line}
    </button>
  );
}
