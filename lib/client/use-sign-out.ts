import { useQueryClient } from '@tanstack/react-query';
import { signedOutSchema } from '@/lib/contracts/session';
import { fetchJson } from './fetch-json';
import { ownAddress } from './own-address';
import { SIGN_IN_PATH } from './sign-in-path';

/** Ends the session here, and where there is one at the identity provider, and forgets every answer. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const { continueAt } = await fetchJson(signedOutSchema, '/api/session/end', { body: {} });
    client.clear();
    window.location.assign(continueAt ?? ownAddress(SIGN_IN_PATH));
  };
}
