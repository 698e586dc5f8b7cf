'use client';

import { usePathname } from 'next/navigation';
import { Icon } from '@/components/ui/icon';
import { PlaceLink } from './place-link';
import { places } from './places';
import classes from './rail.module.css';
import { TelltaleMark } from './telltale-mark';

/** The slim bar of places on the left; folded into a menu on narrow screens (see places-menu). */
export function Rail() {
  const path = usePathname();
  return (
    <nav className={classes.rail} aria-label="Places" data-testid="rail">
      <PlaceLink href="/graph" className={classes.brand} aria-label="Telltale, to the graph" title="Telltale">
        <TelltaleMark size={26} />
      </PlaceLink>
      {places.map(({ address, label, icon }) => (
        <PlaceLink
          key={address}
          href={address}
          className={classes.place}
          aria-current={path === address ? 'page' : undefined}
        >
          <Icon name={icon} size={18} />
          <span>{label}</span>
        </PlaceLink>
      ))}
    </nav>
  );
}
