import { RoutePicture } from '@/components/routing/route-picture';
import { VerdictMark } from '@/components/routing/verdict-mark';
import { FailureText } from '@/components/ui/failure-text';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import { makeVisible } from '@/lib/client/visible-text';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { RoutedHost } from '@/lib/contracts/routing';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';
import { OwnLink } from '@/components/ui/own-link';

/** A panel is no page: more than these are on the page of routes. */
const MOST_ROUTES = 4;

export interface RoutingSectionProps {
  readonly known: KnownSplits;
  /** Undefined while they are not known. */
  readonly routes: readonly RoutedHost[] | undefined;
  readonly graph: GraphAnswer;
}

/** The routes that have to do with what is selected: what they declare beside what was seen. Nothing where there are none. */
export function RoutingSection({ known, routes, graph }: RoutingSectionProps) {
  if (routes === undefined)
    return known.error === undefined ? null : (
      <PanelSection title="Routes" testId="panel-routes">
        <FailureText error={known.error} />
      </PanelSection>
    );
  if (routes.length === 0) return null;
  return (
    <PanelSection title="Routes" testId="panel-routes">
      {routes.slice(0, MOST_ROUTES).map((route) => (
        <div key={route.id} className={classes.route}>
          <div className={classes.configName}>
            <VerdictMark verdict={route.verdict} />{' '}
            <span className={classes.dim}>{makeVisible(route.source.kind)}</span>{' '}
            {makeVisible(route.source.namespace)}/<strong>{makeVisible(route.source.name)}</strong>
          </div>
          <RoutePicture route={route} />
          <OwnLink href={linkTo(route, graph)}>Shares over time, problems and YAML</OwnLink>
        </div>
      ))}
      {routes.length > MOST_ROUTES ? (
        <OwnLink href={`/routing?${new URLSearchParams({ window: graph.window })}`}>
          {routes.length - MOST_ROUTES} more on the page of routes
        </OwnLink>
      ) : null}
    </PanelSection>
  );
}

function linkTo({ id }: RoutedHost, { window }: GraphAnswer): string {
  return `/routing?${new URLSearchParams({ window, route: id })}`;
}
