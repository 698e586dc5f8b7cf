import { needsText } from '@/lib/client/policy-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { PolicyPermission } from '@/lib/contracts/observed-policies';
import { UseMark } from './policy-marks';
import classes from './policy.module.css';

/** Rules of ALLOW policies with whom they name, and whether anything that was seen used them. */
export function PermissionList({ permissions }: { permissions: readonly PolicyPermission[] }) {
  return (
    <ul className={classes.list}>
      {permissions.map(({ namespace, name, rule, says, use, needs, sources }) => (
        <li key={`${namespace}/${name} ${rule}`} className={classes.entry}>
          <div className={classes.line}>
            <strong>{`${makeVisible(`${namespace}/${name}`)}, rule ${rule + 1}`}</strong>
            <UseMark use={use} />
          </div>
          <div className={classes.says}>{makeVisible(says)}</div>
          {needs.length === 0 ? null : <div className={classes.dim}>Not known: {needsText(needs)}.</div>}
          {sources.length === 0 ? null : (
            <ul className={classes.list} aria-label="Whom it names">
              {sources.map((source) => (
                <li key={`${source.field} ${source.value}`} className={classes.line}>
                  <span className={classes.dim}>{makeVisible(source.field)}</span>
                  <span>{makeVisible(source.value)}</span>
                  <UseMark use={source.use} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
