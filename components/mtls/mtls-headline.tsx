import { VisuallyHidden } from '@mantine/core';
import { countModes, sumPlaintext } from '@/lib/client/mtls-headline';
import type { MtlsList } from '@/lib/client/mtls-view';
import type { MtlsAnswer } from '@/lib/contracts/mtls';
import classes from './mtls-bars.module.css';

/** The whole in one sentence. Only what is declared is announced when it changes: rates change all the time. */
export function MtlsHeadline({ answer, list }: { answer: MtlsAnswer; list: MtlsList }) {
  const counts = countModes(answer, list);
  return (
    <>
      <p className={classes.sentence} data-testid="mtls-headline">
        {counts}; {sumPlaintext(answer)}
      </p>
      <VisuallyHidden role="status">{counts}</VisuallyHidden>
    </>
  );
}
