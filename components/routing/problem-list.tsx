import { makeVisible } from '@/lib/client/visible-text';
import type { RoutingProblem } from '@/lib/contracts/routing';
import classes from './details.module.css';

/** What is wrong with the objects, or has no effect, and where it stands. */
export function ProblemList({ problems }: { problems: readonly RoutingProblem[] }) {
  return (
    <ul className={classes.problems} data-testid="routing-problems">
      {problems.map(({ code, message, object, path }) => (
        <li
          key={`${object.kind} ${object.namespace}/${object.name} ${path} ${code} ${message}`}
          data-code={code}
        >
          {makeVisible(message)}{' '}
          <span className={classes.dim}>
            {makeVisible(`${object.kind} ${object.namespace}/${object.name}`)}
            {path === '' ? null : <code> {makeVisible(path)}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}
