'use client';

import Link, { type LinkProps } from 'next/link';
import { useRouter } from 'next/navigation';
import type { AnchorHTMLAttributes, Ref } from 'react';

type PlaceLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof LinkProps> & {
  readonly href: string;
  readonly ref?: Ref<HTMLAnchorElement>;
};

/**
 * A link to another place, whose code is loaded once somebody points at it or reaches it: a page that loads all places
 * at once competes with itself.
 */
export function PlaceLink({ href, ...rest }: PlaceLinkProps) {
  const { prefetch } = useRouter();
  return (
    <Link
      {...rest}
      href={href}
      prefetch={false}
      onPointerEnter={() => prefetch(href)}
      onFocus={() => prefetch(href)}
    />
  );
}
