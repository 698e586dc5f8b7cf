'use client';

import { Button } from '@mantine/core';
import { describeFailure } from '@/lib/client/request-failure';
import { type ViewParameter, viewParsers } from '@/lib/client/url-state';

export interface ResetParameterProps {
  /** Whatever a query threw. */
  readonly error: unknown;
  /** Puts the parameter of the address back to its default. */
  readonly onReset: (parameter: ViewParameter) => void;
  /** In a line of text. */
  readonly isCompact?: boolean;
}

/** The way out of an address that names what there is not, such as a namespace that is gone; nothing for other failures. */
export function ResetParameter({ error, onReset, isCompact = false }: ResetParameterProps) {
  const { field } = describeFailure(error);
  const parameter = (Object.keys(viewParsers) as ViewParameter[]).find((name) => name === field);
  if (parameter === undefined) return null;
  return (
    <Button
      size={isCompact ? 'compact-xs' : 'xs'}
      variant="default"
      onClick={() => onReset(parameter)}
      data-testid="reset-parameter"
    >
      {parameter === 'at' ? 'Back to the present' : `Reset ${parameter}`}
    </Button>
  );
}
