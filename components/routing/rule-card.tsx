import { Icon, type IconName } from '@/components/ui/icon';
import { evidenceText } from '@/lib/client/routing-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { RoutedRule, RuleAction } from '@/lib/contracts/routing';
import { DestinationItem } from './destination-item';
import classes from './route-picture.module.css';
import { VerdictMark } from './verdict-mark';

const SIGNS: Readonly<Record<RuleAction['kind'], IconName>> = {
  mirror: 'copy',
  delay: 'clock',
  abort: 'cross',
  timeout: 'clock',
  retries: 'refresh',
  redirect: 'link',
  rewrite: 'relayout',
  directResponse: 'export',
  headers: 'list',
};

/** One rule: what it takes, what it does besides, and how it divides what it takes. */
export function RuleCard({ rule }: { rule: RoutedRule }) {
  const { index, name, match, actions, destinations, shadowedBy, verdict, reasons, protocol } = rule;
  const evidence = evidenceText(rule);
  const divided = destinations.length > 1;
  return (
    <li className={classes.rule} data-shadowed={shadowedBy !== null} data-testid="route-rule">
      <div className={classes.ruleHead}>
        <span className={classes.order}>{index + 1}</span>
        <span className={classes.match}>
          {name === null ? null : <strong>{makeVisible(name)} </strong>}
          {makeVisible(match)}
          {protocol === 'http' ? null : <span className={classes.chip}>{protocol.toUpperCase()}</span>}
        </span>
        {shadowedBy === null ? <VerdictMark verdict={verdict} /> : null}
      </div>
      {shadowedBy === null ? null : (
        <p className={classes.reason}>Never reached: rule {shadowedBy + 1} takes all that could get here.</p>
      )}
      {actions.length === 0 ? null : (
        <ul className={classes.actions} aria-label="What it does besides">
          {actions.map(({ kind, text, path }) => (
            <li key={`${path} ${kind} ${text}`} className={classes.action} data-kind={kind}>
              <Icon name={SIGNS[kind]} size={12} /> {makeVisible(text)}
            </li>
          ))}
        </ul>
      )}
      {destinations.length === 0 ? null : (
        <ul className={classes.destinations} aria-label="Destinations">
          {destinations.map((destination) => (
            <DestinationItem key={destination.path} destination={destination} divided={divided} />
          ))}
        </ul>
      )}
      {reasons.map((reason) => (
        <p key={reason} className={classes.reason}>
          {makeVisible(reason)}
        </p>
      ))}
      {divided && evidence !== undefined ? <p className={classes.evidence}>{evidence}.</p> : null}
    </li>
  );
}
