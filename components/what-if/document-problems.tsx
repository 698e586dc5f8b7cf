import { makeVisible } from '@/lib/client/visible-text';
import type { DocumentProblem } from '@/lib/contracts/what-if';
import { LineLink } from './line-link';
import classes from './what-if.module.css';

export interface DocumentProblemsProps {
  readonly problems: readonly DocumentProblem[];
  readonly onLine: (line: number) => void;
}

/** What cannot be done with documents of the text, and where. */
export function DocumentProblems({ problems, onLine }: DocumentProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <section className={classes.problems} aria-label="Problems of documents" data-testid="document-problems">
      <h3>{problems.length === 1 ? '1 problem' : `${problems.length} problems`}</h3>
      <ul>
        {problems.map((problem) => {
          const { document, line, code, message, isLeftOut } = problem;
          return (
            <li key={JSON.stringify(problem)} data-code={code} data-left-out={isLeftOut}>
              <span>
                Document {document}
                {line === undefined ? null : (
                  <>
                    , <LineLink line={line} onLine={onLine} />
                  </>
                )}
                : {makeVisible(message)}
              </span>{' '}
              <span className={classes.dim}>
                {isLeftOut ? 'It was left out. ' : ''}
                <code>{code}</code>, explained in <code>docs/errors/{code}.md</code>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
