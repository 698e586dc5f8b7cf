'use client';

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureText } from '@/components/ui/failure-text';
import { ObjectYamlBlock } from '@/components/ui/object-yaml';
import { policyYamlQuery, type ObjectName } from '@/lib/client/queries/policies';
import classes from './policy.module.css';

const NO_RULES: readonly number[] = [];

export interface PolicyYamlProps {
  readonly object: ObjectName;
  /** Rules that decide, counted from 0: their lines are marked. */
  readonly rules?: readonly number[] | 'all';
}

/** An object's YAML behind a word; it is asked for when it is opened. */
export function PolicyYaml({ object, rules = NO_RULES }: PolicyYamlProps) {
  const [isOpen, setIsOpen] = useState(false);
  const isMarked = rules === 'all' || rules.length > 0;
  const { data, error } = useQuery(policyYamlQuery(object, isOpen));
  return (
    <details
      className={classes.yaml}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      data-testid="policy-yaml"
    >
      <summary>YAML{isMarked ? ', with the lines that decide' : ''}</summary>
      {data === undefined ? (
        error === null ? (
          <Skeleton height={90} mt={4} />
        ) : (
          <FailureText error={error} />
        )
      ) : (
        <ObjectYamlBlock
          yaml={{
            ...data,
            places: data.places.filter(
              ({ path }) => rules === 'all' || rules.some((rule) => path === `spec.rules[${rule}]`),
            ),
          }}
        />
      )}
    </details>
  );
}
