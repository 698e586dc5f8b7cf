import 'server-only';
import fs from 'node:fs';
import * as client from 'openid-client';
import { nameIdentity } from './identity';
import type { OidcConfig } from './identity-config';

/** What has to be remembered while somebody is at the identity provider. */
export interface Beginning {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Somebody whom the identity provider has signed in. */
export interface SignedIn {
  readonly name: string;
  readonly user: string;
  readonly groups: readonly string[];
}

/** Why somebody is not signed in, without anything that the provider or the browser has said. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

const TIMEOUT_SECONDS = 10;
const known = new WeakMap<OidcConfig, Promise<client.Configuration>>();

/** Where a browser goes to sign in, and what its cookie has to hold meanwhile. @throws SignInError */
export async function beginSignIn(config: OidcConfig): Promise<{ url: URL; beginning: Beginning }> {
  const server = await discover(config);
  const beginning = {
    verifier: client.randomPKCECodeVerifier(),
    state: client.randomState(),
    nonce: client.randomNonce(),
  };
  const url = client.buildAuthorizationUrl(server, {
    redirect_uri: redirectUri(config),
    response_type: 'code',
    scope: config.scopes,
    code_challenge: await client.calculatePKCECodeChallenge(beginning.verifier),
    code_challenge_method: 'S256',
    state: beginning.state,
    nonce: beginning.nonce,
  });
  return { url, beginning };
}

/**
 * Takes the provider's answer: redeems the code and checks the ID token's signature, issuer, audience, times and nonce.
 * @throws SignInError
 */
export async function finishSignIn(
  config: OidcConfig,
  parameters: URLSearchParams,
  { verifier, state, nonce }: Beginning,
): Promise<SignedIn> {
  const server = await discover(config);
  const url = new URL(redirectUri(config));
  url.search = parameters.toString();
  const tokens = await client
    .authorizationCodeGrant(server, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    .catch(() => {
      // The library's own words quote the answer.
      throw new SignInError('The identity provider gave no answer that can be believed.');
    });
  const claims = tokens.claims();
  if (claims === undefined) throw new SignInError('The identity provider did not say who signed in.');
  const all: Readonly<Record<string, unknown>> = claims;
  const user = all[config.userClaim];
  // An address that nobody has verified may be anybody's.
  if (config.userClaim === 'email' && all['email_verified'] === false)
    throw new SignInError('The identity provider has not verified this e-mail address.');
  const groups = all[config.groupsClaim];
  const identity =
    typeof user === 'string'
      ? nameIdentity(user, Array.isArray(groups) ? groups.filter(isText) : [], config.prefixes)
      : undefined;
  if (identity?.subject.kind !== 'named')
    throw new SignInError('The identity provider gives this person no name that can be used.');
  return { name: identity.name, user: identity.subject.user, groups: identity.subject.groups };
}

/** Where a browser goes to end the session at the provider, too; undefined where the provider knows no such place. */
export async function endSessionUrl(config: OidcConfig): Promise<string | undefined> {
  try {
    const server = await discover(config);
    if (server.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(server, { post_logout_redirect_uri: `${config.publicUrl}/sign-in` })
      .href;
  } catch {
    return undefined;
  }
}

function redirectUri({ publicUrl }: OidcConfig): string {
  return `${publicUrl}/api/session/callback`;
}

/** Asked once; after a failure it is asked again. */
function discover(config: OidcConfig): Promise<client.Configuration> {
  const found = known.get(config) ?? load(config);
  known.set(config, found);
  found.catch(() => known.delete(config));
  return found;
}

async function load(config: OidcConfig): Promise<client.Configuration> {
  const issuer = new URL(config.issuer);
  const secret =
    config.clientSecretFile === undefined
      ? undefined
      : fs.readFileSync(config.clientSecretFile, 'utf8').trim();
  try {
    const server = await client.discovery(
      issuer,
      config.clientId,
      secret,
      secret === undefined ? client.None() : client.ClientSecretBasic(secret),
      {
        timeout: TIMEOUT_SECONDS,
        // Without TLS only on this machine: the configuration has seen to that.
        ...(issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
      },
    );
    // Checks the signature, although it comes over TLS: only those by a key pair pass, neither `none` nor shared secrets.
    client.enableNonRepudiationChecks(server);
    return server;
  } catch {
    throw new SignInError('The identity provider cannot be reached, or does not describe itself.');
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
