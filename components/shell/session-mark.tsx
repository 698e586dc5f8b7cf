'use client';

import { Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Icon } from '@/components/ui/icon';
import { OwnLink } from '@/components/ui/own-link';
import { sessionQuery } from '@/lib/client/queries/session';
import { signInPath } from '@/lib/client/sign-in-path';
import { useSignOut } from '@/lib/client/use-sign-out';
import { makeVisible } from '@/lib/client/visible-text';
import type { SessionAnswer } from '@/lib/contracts/session';
import classes from './session-mark.module.css';

const NO_SIGN_IN =
  'Nobody signs in here: whoever reaches this address sees everything that Telltale may read.';

/** Who is signed in, or that nobody has to be. */
export function SessionMark() {
  const { data } = useQuery(sessionQuery());
  if (data === undefined) return null;
  if (data.mode === 'none')
    return (
      <span className={classes.open} title={NO_SIGN_IN} data-testid="no-sign-in">
        <Icon name="lockOpen" size={14} />
        <span className={classes.words}>no sign-in</span>
      </span>
    );
  if (!data.isSignedIn) return <SignInLink />;
  return <PersonMenu session={data} />;
}

function SignInLink() {
  return (
    <OwnLink className={classes.open} href={signInPath(window.location)} data-testid="sign-in-link">
      Sign in
    </OwnLink>
  );
}

function PersonMenu({ session }: { session: SessionAnswer }) {
  const signOut = useSignOut();
  const name = makeVisible(session.name ?? 'signed in');
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={`Signed in as ${name}`} data-testid="person">
          <Icon name="person" size={15} />
          <span className={classes.name}>{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.whole}>{name}</Menu.Label>
        <Menu.Label data-testid="sees">{describeSight(session)}</Menu.Label>
        {session.canSignOut ? (
          <Menu.Item onClick={() => void signOut()} data-testid="sign-out">
            Sign out
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function describeSight({ sees }: SessionAnswer): string {
  if (sees === undefined || sees === 'all') return 'Sees all namespaces';
  return `Sees ${sees} namespace${sees === 1 ? '' : 's'}; everything else is hidden`;
}
