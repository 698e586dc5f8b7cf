import { DetailSection } from '@/components/ui/detail-section';
import { ObjectYamlBlock } from '@/components/ui/object-yaml';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { splitMeanings } from '@/lib/client/routing-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { RoutedHost } from '@/lib/contracts/routing';
import classes from './details.module.css';
import { ProblemList } from './problem-list';
import { RoutePicture } from './route-picture';
import { ShareProgress } from './share-progress';
import { VerdictMark } from './verdict-mark';

export interface RouteDetailsProps {
  readonly route: RoutedHost;
  /** How intervals are made. */
  readonly method: string;
  /** Unix seconds of the answer. */
  readonly at: number;
}

const CHANGE_SOURCES = {
  seen: 'noticed while watching',
  managedFields: 'by its managed fields',
  created: 'by its creation time',
} as const;

/** All that is known of one route: verdict, picture, how it went, what is wrong, and the objects that say so. */
export function RouteDetails({ route, method, at }: RouteDetailsProps) {
  const { verdict, reasons, rules, problems, changes, yaml } = route;
  // What a rule says of itself stands beside the rule.
  const said = new Set(rules.flatMap((rule) => rule.reasons));
  const own = reasons.filter((reason) => !said.has(reason));
  // What cannot be told apart has no progress either; before the objects have come, nobody knows.
  const isWhole = yaml !== undefined;
  const divided = rules.filter(
    ({ destinations, shadowedBy }) => destinations.length > 1 && shadowedBy === null,
  );
  return (
    <>
      <div className={classes.lead} data-testid="route-lead">
        <VerdictMark verdict={verdict} />
        <p>{splitMeanings[verdict]}</p>
        {own.map((reason) => (
          <p key={reason}>{makeVisible(reason)}</p>
        ))}
      </div>
      {problems.length === 0 ? null : (
        <DetailSection title="Problems" testId="route-problems">
          <ProblemList problems={problems} />
        </DetailSection>
      )}
      <RoutePicture route={route} />
      {divided.length === 0 ? null : <p className={classes.dim}>{method}</p>}
      {divided
        .filter(({ progress }) => progress !== undefined || !isWhole)
        .map((rule) => (
          <DetailSection
            key={rule.index}
            title={divided.length === 1 ? 'Shares over time' : `Shares of rule ${rule.index + 1} over time`}
            testId="route-progress"
          >
            <ShareProgress rule={rule} changes={changes} />
          </DetailSection>
        ))}
      {changes.length === 0 ? null : (
        <DetailSection title="Changes within the window" testId="route-changes">
          <ul className={classes.changes}>
            {changes.map(({ at: changedAt, object, from }) => (
              <li key={`${changedAt} ${object.kind} ${object.namespace}/${object.name}`}>
                <time title={formatUtc(changedAt)}>{formatInstant(changedAt, at * 1_000)}</time>{' '}
                {makeVisible(`${object.kind} ${object.namespace}/${object.name}`)}{' '}
                <span className={classes.dim}>{CHANGE_SOURCES[from]}</span>
              </li>
            ))}
          </ul>
        </DetailSection>
      )}
      {yaml === undefined || yaml.length === 0 ? null : (
        <DetailSection title="What says so" testId="route-objects">
          {yaml.map((one) => (
            <ObjectYamlBlock
              key={`${one.object.kind} ${one.object.namespace}/${one.object.name}`}
              yaml={one}
            />
          ))}
        </DetailSection>
      )}
    </>
  );
}
