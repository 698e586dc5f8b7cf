'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Icon } from '@/components/ui/icon';
import { places } from './places';
import classes from './rail.module.css';
import { TelltaleMark } from './telltale-mark';

/** The slim bar of places on the left; folded into a menu on narrow screens (see places-menu). */
export function Rail() {
  const path = usePathname();
  return (
    <nav className={classes.rail} aria-label="Places" data-testid="rail">
      <Link href="/graph" className={classes.brand} aria-label="Telltale, to the graph" title="Telltale">
        <TelltaleMark size={26} />
      </Link>
      {places.map(({ address, label, icon }) => (
        <Link
          key={address}
          href={address}
          className={classes.place}
          aria-current={path === address ? 'page' : undefined}
        >
          <Icon name={icon} size={18} />
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
