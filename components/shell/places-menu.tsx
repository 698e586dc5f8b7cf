'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { PlaceLink } from './place-link';
import { places } from './places';
import classes from './places-menu.module.css';

/** The rail folded into one button, on narrow screens only. */
export function PlacesMenu() {
  return (
    <div className={classes.menu}>
      <Menu position="bottom-start" width={160}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" c="var(--tt-text)" size={30} aria-label="Places">
            <Icon name="menu" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {places.map(({ address, label, icon }) => (
            <Menu.Item key={address} component={PlaceLink} href={address} leftSection={<Icon name={icon} />}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
