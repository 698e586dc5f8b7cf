import type { AnchorHTMLAttributes } from 'react';
import { ownAddress } from '@/lib/client/own-address';

export interface OwnLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** From the root of the application: `/status`. */
  readonly href: string;
}

/** A plain link to another page of ours: it loads nothing before it is followed. */
export function OwnLink({ href, children, ...rest }: OwnLinkProps) {
  return (
    <a href={ownAddress(href)} {...rest}>
      {children}
    </a>
  );
}
