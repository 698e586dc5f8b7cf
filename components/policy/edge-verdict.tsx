'use client';

import type { ReactNode } from 'react';
import { agreementWords, deciderText, identityText, needsText, seenText } from '@/lib/client/policy-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { ObservedPolicyEdge, PolicyDecider, PolicyPermission } from '@/lib/contracts/observed-policies';
import { VerdictMark } from './policy-marks';
import { PolicyYaml } from './policy-yaml';
import classes from './policy.module.css';

const GUARD_WORDS = {
  guarded: undefined,
  unguarded: 'No ALLOW, DENY or CUSTOM policy is for what comes this way: nothing could refuse it.',
  partly: 'Only some ways that it may come have a policy that could refuse it.',
  unknown: undefined,
} as const;

export interface EdgeVerdictProps {
  readonly edge: ObservedPolicyEdge;
  /** Rules of ALLOW policies, to say what one lets in that let this in not. */
  readonly permissions: readonly PolicyPermission[];
  readonly title?: ReactNode;
}

/** What policies say of one edge, by which rule and for whom, beside what was seen. */
export function EdgeVerdict({ edge, permissions, title }: EdgeVerdictProps) {
  const { declared, observed, agreement, guard } = edge;
  const guardText = GUARD_WORDS[guard];
  const isDiffering = agreement === 'passesThoughDenied' || agreement === 'refusedThoughAllowed';
  return (
    <div className={classes.edge} data-testid="edge-verdict" data-verdict={declared.verdict}>
      {title}
      <div className={classes.line}>
        <VerdictMark verdict={declared.verdict} />
        <span className={classes.dim}>by what is declared now</span>
      </div>
      <div className={classes.lead}>
        <p>{makeVisible(declared.reason)}</p>
      </div>
      <dl className={classes.facts}>
        <dt>Caller is</dt>
        <dd data-testid="edge-identity">
          {declared.identities.length === 0
            ? 'not known'
            : declared.identities.map(identityText).join(', or ')}
        </dd>
        {declared.needs.length === 0 ? null : (
          <>
            <dt>Not known</dt>
            <dd>{needsText(declared.needs)}</dd>
          </>
        )}
        <dt>Seen</dt>
        <dd data-testid="edge-seen">
          {seenText(edge)}
          {observed.signs.length === 0 ? null : ` (${observed.signs.map(printSign).join(', ')})`}
          {observed.state === 'passes' ? null : <div className={classes.dim}>{observed.reason}</div>}
        </dd>
        <dt>Together</dt>
        <dd className={isDiffering ? classes.bad : undefined}>{agreementWords[agreement]}</dd>
      </dl>
      {guardText === undefined ? null : <p className={classes.dim}>{guardText}</p>}
      {declared.by.length === 0 ? null : (
        <ul className={classes.list} aria-label="What decides" data-testid="edge-deciders">
          {groupDeciders(declared.by).map(({ decider, rules }) => (
            <li key={deciderText(decider)} className={classes.entry} data-effect="applies">
              <strong>{deciderText(decider)}</strong>
              <RulesOf decider={decider} rules={rules} permissions={permissions} />
              {/* Where none lets it in, all of them decide. */}
              <PolicyYaml object={decider} rules={isWhole(decider) ? 'all' : rules} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What the rules of an ALLOW policy let in: of one that lets nobody in here, all of them. */
function RulesOf({
  decider: { kind, namespace, name, rule },
  rules,
  permissions,
}: {
  readonly decider: PolicyDecider;
  readonly rules: readonly number[];
  readonly permissions: readonly PolicyPermission[];
}) {
  if (kind !== 'AuthorizationPolicy') return null;
  const own = permissions.filter(
    (one) =>
      one.namespace === namespace && one.name === name && (rule === undefined || rules.includes(one.rule)),
  );
  return own.map((one) => (
    <div key={one.rule} className={classes.dim}>
      {`Rule ${one.rule + 1} lets in ${makeVisible(one.says)}.`}
    </div>
  ));
}

function isWhole({ kind, rule }: PolicyDecider): boolean {
  return kind === 'AuthorizationPolicy' && rule === undefined;
}

/** One entry for each object, with the rules of it that decide. */
function groupDeciders(by: readonly PolicyDecider[]) {
  const groups = new Map<string, { decider: PolicyDecider; rules: number[] }>();
  for (const decider of by) {
    const key = `${decider.kind} ${decider.namespace}/${decider.name}`;
    const group = groups.get(key) ?? { decider, rules: [] };
    if (decider.rule !== undefined) group.rules.push(decider.rule);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function printSign({ code, flags, proof }: ObservedPolicyEdge['observed']['signs'][number]): string {
  if (proof === 'closed') return 'no byte was carried';
  return makeVisible(flags === '-' ? code : `${code} ${flags}`);
}
