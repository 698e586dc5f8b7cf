import { whatIfAddress } from '@/lib/client/object-reference';
import { OwnLink } from './own-link';

export interface WhatIfLinkProps {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Leads to the page for changes with this object to begin with; nothing for kinds that it does not work out. */
export function WhatIfLink(object: WhatIfLinkProps) {
  const address = whatIfAddress(object);
  return address === undefined ? null : (
    <OwnLink href={address} data-testid="what-if-link">
      What if…
    </OwnLink>
  );
}
