import { UnstyledButton } from '@mantine/core';
import { describeFinding } from '@/lib/client/trace-words';
import type { TraceFinding } from '@/lib/contracts/trace';
import classes from './findings.module.css';

/** What explains a trace, the most telling first: what failed, what was tried again, where the time went. Each opens its span. */
export function TraceFindings({
  findings,
  durationMs,
  onOpen,
}: {
  readonly findings: readonly TraceFinding[];
  readonly durationMs: number;
  readonly onOpen: (spanId: string) => void;
}) {
  if (findings.length === 0) return null;
  return (
    <ul className={classes.findings} aria-label="What explains it" data-testid="trace-findings">
      {findings.map((finding) => (
        <li key={`${finding.kind} ${finding.spanId}`}>
          <UnstyledButton
            className={classes.finding}
            data-kind={finding.kind}
            data-testid="trace-finding"
            onClick={() => onOpen(finding.spanId)}
          >
            {describeFinding(finding, durationMs)}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
