import type { Metadata } from 'next';
import { SignInScreen } from '@/components/shell/sign-in-screen';
import { readReturnPath } from '@/lib/core/mesh/return-path';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ returnTo?: string | string[]; problem?: string | string[] }>;
}) {
  const { returnTo, problem } = await searchParams;
  return (
    <SignInScreen
      returnTo={readReturnPath(typeof returnTo === 'string' ? returnTo : undefined)}
      hasFailed={problem === 'sign-in-failed'}
    />
  );
}
