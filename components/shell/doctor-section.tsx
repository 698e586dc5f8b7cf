'use client';

import { Skeleton } from '@mantine/core';
import type { DoctorAnswer } from '@/lib/contracts/doctor';
import { FailureNotice } from '@/components/ui/failure-notice';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './status-screen.module.css';

const WEIGHT_WORDS = { cause: 'cause', care: 'note' } as const;

/** Why the graph is empty or odd: each finding with what was seen and what to do. */
export function DoctorSection(props: {
  readonly answer: DoctorAnswer | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  const { answer, error, onRetry } = props;
  return (
    <section data-testid="doctor" aria-label="Doctor">
      {error ? <FailureNotice error={error} onRetry={onRetry} testId="doctor-failure" /> : null}
      {answer === undefined ? (
        error ? null : (
          <Skeleton height={40} />
        )
      ) : answer.diagnoses.length === 0 ? (
        <p className={classes.well}>
          The doctor finds nothing wrong: metrics arrive, have their labels, and fit the cluster.
        </p>
      ) : (
        <ul className={classes.diagnoses}>
          {answer.diagnoses.map(({ code, weight, finding, evidence, cure }) => (
            <li key={code} data-weight={weight} data-code={code}>
              <h2>
                {finding} <span className={classes.weight}>{WEIGHT_WORDS[weight]}</span>
              </h2>
              <p>{makeVisible(evidence)}</p>
              <p className={classes.dim}>{makeVisible(cure)}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
