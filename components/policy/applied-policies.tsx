'use client';

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureText } from '@/components/ui/failure-text';
import { appliedPoliciesQuery, type PolicySubjectName } from '@/lib/client/queries/policies';
import { makeVisible } from '@/lib/client/visible-text';
import type { AppliedPolicy, PoliciesAnswer } from '@/lib/contracts/policies';
import { PolicyYaml } from './policy-yaml';
import classes from './policy.module.css';

const EFFECT_WORDS: Readonly<Record<AppliedPolicy['effect'], string>> = {
  applies: 'applies',
  partly: 'applies in part',
  dryRun: 'dry run',
  shadowed: 'shadowed',
  noEffect: 'no effect',
  malformed: 'malformed',
};

/** Every object that is for something, in the order in which they count, with what becomes of it and why. */
export function AppliedPolicies({ subject }: { subject: PolicySubjectName }) {
  const { data, error } = useQuery(appliedPoliciesQuery(subject));
  if (data === undefined) return error === null ? <Skeleton height={90} /> : <FailureText error={error} />;
  return <PolicyList answer={data} />;
}

/** The same behind a word; it is asked for when it is opened. */
export function FoldedPolicies({ subject }: { subject: PolicySubjectName }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={classes.yaml}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      data-testid="folded-policies"
    >
      <summary>Every object for {makeVisible(`${subject.namespace}/${subject.name}`)}, in order</summary>
      {isOpen ? <AppliedPolicies subject={subject} /> : null}
    </details>
  );
}

function PolicyList({ answer: { policies, unknown } }: { answer: PoliciesAnswer }) {
  return (
    <>
      {policies.length === 0 ? <p className={classes.dim}>No object applies to it.</p> : null}
      <ol className={classes.list} data-testid="applied-policies">
        {policies.map((policy) => (
          <li
            key={`${policy.kind} ${policy.namespace}/${policy.name} ${policy.about} ${policy.enforcer}`}
            className={classes.entry}
            data-effect={policy.effect}
          >
            <div className={classes.line}>
              <span className={classes.dim}>
                {policy.kind} {policy.order}
              </span>
              <strong>{makeVisible(`${policy.namespace}/${policy.name}`)}</strong>
              <span>{EFFECT_WORDS[policy.effect]}</span>
              <span className={classes.dim}>{makeVisible(`by ${policy.by}, at ${policy.enforcer}`)}</span>
            </div>
            {policy.says === '' ? null : <div className={classes.says}>{makeVisible(policy.says)}</div>}
            <div>{makeVisible(policy.reason)}</div>
            <PolicyYaml object={policy} />
          </li>
        ))}
      </ol>
      {unknown.length === 0 ? null : (
        <p className={classes.dim}>Not known, because it cannot be read: {unknown.join(', ')}.</p>
      )}
    </>
  );
}
