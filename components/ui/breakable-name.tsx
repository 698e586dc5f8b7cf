import { Fragment } from 'react';
import { makeVisible } from '@/lib/client/visible-text';

/** A host name that breaks before its dots where it has to. Copying it gives the plain name. */
export function BreakableName({ name }: { name: string }) {
  const parts = makeVisible(name).split('.');
  return parts.map((part, position) => (
    <Fragment key={`${position} ${part}`}>
      {position > 0 ? <wbr /> : null}
      {position > 0 ? '.' : ''}
      {part}
    </Fragment>
  ));
}
