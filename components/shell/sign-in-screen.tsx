'use client';

import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '@/components/ui/failure-notice';
import { FullPageNotice } from '@/components/ui/full-page-notice';
import { ownAddress } from '@/lib/client/own-address';
import { OwnLink } from '@/components/ui/own-link';
import { sessionQuery } from '@/lib/client/queries/session';
import { sendToken } from '@/lib/client/send-token';
import type { SessionAnswer } from '@/lib/contracts/session';
import classes from './sign-in-screen.module.css';

export interface SignInScreenProps {
  /** A path of ours. */
  readonly returnTo: string;
  readonly hasFailed: boolean;
}

/** How to sign in, whichever way is configured. */
export function SignInScreen({ returnTo, hasFailed }: SignInScreenProps) {
  const { data, error, refetch } = useQuery(sessionQuery());
  return (
    <FullPageNotice title="Sign in to Telltale" testId="sign-in">
      {hasFailed ? (
        <p className={classes.failed} role="alert" data-testid="sign-in-failed">
          The identity provider did not sign you in. Try again; the log of the server and docs/sign-in.md say
          more.
        </p>
      ) : null}
      {error ? <FailureNotice error={error} onRetry={() => void refetch()} testId="sign-in-failure" /> : null}
      {data === undefined ? null : <Way session={data} returnTo={returnTo} />}
    </FullPageNotice>
  );
}

function Way({ session, returnTo }: { session: SessionAnswer; returnTo: string }) {
  if (session.isSignedIn || session.mode === 'none')
    return (
      <p>
        {session.isSignedIn ? 'You are signed in.' : 'Nobody has to sign in here.'}{' '}
        <OwnLink href={returnTo}>Go on</OwnLink>
      </p>
    );
  if (session.mode === 'token') return <TokenForm returnTo={returnTo} />;
  if (session.mode === 'oidc')
    return (
      <p>
        <Button
          component="a"
          href={ownAddress(`/api/session/begin?returnTo=${encodeURIComponent(returnTo)}`)}
          data-testid="begin-sign-in"
        >
          Sign in
        </Button>
      </p>
    );
  return (
    <p data-testid="sign-in-at-proxy">
      A proxy before Telltale signs people in, and this request came without its word. Open Telltale at the
      proxy&apos;s address, or sign in there again. <OwnLink href={returnTo}>Try again</OwnLink>
    </p>
  );
}

function TokenForm({ returnTo }: { returnTo: string }) {
  const [token, setToken] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setFailure(undefined);
    try {
      await sendToken(token.trim());
      window.location.assign(ownAddress(returnTo));
    } catch (error) {
      setFailure(error);
      setSending(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)} className={classes.form}>
      <p>
        Give a token of the cluster, for instance what{' '}
        <code className={classes.command}>kubectl create token NAME -n NAMESPACE</code> prints. You see the
        namespaces whose services it may list.
      </p>
      <PasswordInput
        label="Token"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
        autoComplete="off"
        required
        data-autofocus
        data-testid="token"
      />
      {failure === undefined ? null : (
        <FailureNotice error={failure} onRetry={() => setFailure(undefined)} testId="token-failure" />
      )}
      <Button type="submit" loading={isSending} data-testid="send-token">
        Sign in
      </Button>
    </form>
  );
}
