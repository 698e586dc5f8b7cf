import { securityWays, sharesOf, sharesText } from '@/lib/client/mtls-numbers';
import type { ObservedSecurity } from '@/lib/contracts/mtls';
import classes from './marks.module.css';

/** How what arrived was protected: a bar and the words for it. */
export function SeenShares({ seen }: { seen: ObservedSecurity | undefined }) {
  const shares = seen && sharesOf(seen);
  if (seen === undefined || shares === undefined)
    return <span className={classes.dim}>{seen === undefined ? 'not known' : 'no traffic'}</span>;
  return (
    <span className={classes.seen}>
      <span className={classes.bar} aria-hidden="true">
        {securityWays.map((way) => (
          <span key={way} data-way={way} style={{ width: `${shares[way] * 100}%` }} />
        ))}
      </span>
      {sharesText(seen)}
    </span>
  );
}
