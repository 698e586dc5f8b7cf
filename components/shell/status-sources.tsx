'use client';

import type { SourceStatus } from '@/lib/contracts/source-status';
import type { StatusAnswer } from '@/lib/contracts/status';
import { formatSpan } from '@/lib/client/format-numbers';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { sourceStateWords } from '@/lib/client/source-words';
import { useNowMs } from '@/lib/client/use-now';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './status-screen.module.css';

/** One card per source: its state, why, since when, and what is known of it. */
export function StatusSources({
  status,
  scrapeIntervalSeconds,
}: {
  status: StatusAnswer;
  scrapeIntervalSeconds: number | undefined;
}) {
  const { sources, prometheus } = status;
  const facts: [string, string][] = [['Scope', makeVisible(prometheus.scope) || 'all its series']];
  if (prometheus.version !== undefined) facts.unshift(['Version', makeVisible(prometheus.version)]);
  if (prometheus.product !== undefined) facts.unshift(['Server', serverWords(prometheus.product)]);
  if (prometheus.retentionSeconds !== undefined)
    facts.push(['Keeps', formatSpan(prometheus.retentionSeconds)]);
  if (prometheus.clockSkewSeconds !== undefined) {
    facts.push(['Clock', describeSkew(prometheus.clockSkewSeconds)]);
  }
  if (scrapeIntervalSeconds !== undefined)
    facts.push(['Scrapes', `every ${formatSpan(scrapeIntervalSeconds)}`]);
  if (prometheus.recordingRules !== undefined)
    facts.push(['Recorded', summarizeRules(prometheus.recordingRules)]);
  for (const difference of prometheus.differences ?? []) facts.push(['Differs', makeVisible(difference)]);
  const { kinds, version } = status.kubernetes;
  const declared: [string, string][] = [['Kinds followed', String(kinds.length)]];
  if (version !== undefined) declared.unshift(['Version', makeVisible(version)]);
  return (
    <div className={classes.cards}>
      <SourceCard name="Prometheus" source={sources.prometheus} facts={prometheus.configured ? facts : []} />
      <SourceCard
        name="Kubernetes"
        source={sources.kubernetes}
        facts={status.kubernetes.configured ? declared : []}
      />
      <SourceCard name="Tracing" source={sources.tracing} facts={[]} />
    </div>
  );
}

function SourceCard(props: { name: string; source: SourceStatus; facts: readonly [string, string][] }) {
  const { name, source, facts } = props;
  const nowMs = useNowMs();
  return (
    <section
      className={classes.card}
      data-status={source.status}
      data-testid={`status-${name.toLowerCase()}`}
    >
      <h2>
        {name} <span className={classes.word}>{sourceStateWords[source.status]}</span>
      </h2>
      {source.reason === undefined ? null : <p>{makeVisible(source.reason)}</p>}
      <dl>
        {facts.map(([label, value]) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {nowMs === undefined || source.since <= 0 ? null : (
          <div>
            <dt>Since</dt>
            <dd title={formatUtc(source.since)}>{formatInstant(source.since, nowMs)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function serverWords(product: string): string {
  return product === 'unknown' ? 'does not tell what it is' : makeVisible(product);
}

function summarizeRules({ metrics }: NonNullable<StatusAnswer['prometheus']['recordingRules']>): string {
  const read = metrics.filter(({ state }) => state === 'read').length;
  if (read > 0) return `rates of ${read} of ${metrics.length} metrics`;
  const states = new Set(metrics.map(({ state }) => state));
  if (states.has('unknown')) return 'unknown';
  return states.size === 1 && states.has('absent') ? 'no rates found' : 'rates that are not read';
}

function describeSkew(skewSeconds: number): string {
  if (Math.abs(skewSeconds) < 1) return 'agrees with ours';
  return `${formatSpan(Math.abs(skewSeconds))} ${skewSeconds > 0 ? 'ahead of' : 'behind'} ours`;
}
