import { weightWords } from '@/lib/client/mtls-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { Contradiction } from '@/lib/contracts/mtls';
import { DetailSection } from '@/components/ui/detail-section';
import classes from './details.module.css';

/** What does not fit together. */
export function FindingsSection({ findings }: { findings: readonly Contradiction[] }) {
  if (findings.length === 0) return null;
  return (
    <DetailSection title="Findings" testId="mtls-findings">
      <ul className={classes.list}>
        {findings.map(({ code, weight, message }) => (
          <li key={`${code} ${message}`} className={classes.entry} data-weight={weight} data-code={code}>
            <strong>{weightWords[weight]}:</strong> {makeVisible(message)}
          </li>
        ))}
      </ul>
    </DetailSection>
  );
}
