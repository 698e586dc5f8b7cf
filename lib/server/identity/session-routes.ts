import 'server-only';
import type { SessionAnswer, SignedOut } from '@/lib/contracts/session';
import { sessionBodySchema } from '@/lib/contracts/session';
import type { Problem } from '@/lib/core/mesh/problem';
import { readReturnPath } from '@/lib/core/mesh/return-path';
import { tell } from '../answer';
import { badRequest, problemResponse } from '../problems';
import { readBody } from '../read-body';
import type { Runtime } from '../runtime';
import { beginSignIn, endSessionUrl, finishSignIn, SignInError } from './oidc';
import { isToken } from './read-bearer';
import { nameOfToken, see, seeAs } from './see';
import { clearCookie, openCookie, sealCookie } from './session-cookie';

const MOST_BODY_BYTES = 32 * 1024;
/** How long somebody may take to sign in at the identity provider. */
const SIGN_IN_SECONDS = 600;

/** Who asks; whoever is not signed in learns how to sign in, and nothing else. */
export async function tellSession(runtime: Runtime, request: Request): Promise<Response> {
  const { mode } = runtime.config.identity;
  const view = await see(runtime, request.headers);
  if (view === undefined)
    return tell({ mode, isSignedIn: false, canSignOut: false, warnings: [] } satisfies SessionAnswer);
  const { identity, visibility, warnings } = view;
  const name = identity?.name ?? '';
  return tell({
    mode,
    isSignedIn: identity !== undefined,
    ...(name === '' ? {} : { name }),
    sees: visibility === 'all' ? 'all' : visibility.size,
    canSignOut: identity?.expiresAt !== undefined,
    warnings: [...warnings],
  } satisfies SessionAnswer);
}

/** Takes a token of the cluster and keeps it, encrypted, in the browser's own cookie. */
export async function signInWithToken(runtime: Runtime, request: Request): Promise<Response> {
  const { identity: config } = runtime.config;
  if (config.mode !== 'token') return notHere();
  // A form of another page cannot send this type without being asked first.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return badRequest(INVALID_BODY);
  const body = await readBody(request, MOST_BODY_BYTES);
  if (!body.ok) return badRequest(body.problem);
  const token = readToken(body.value);
  if (token === undefined) return badRequest(INVALID_BODY);
  const identity = { name: '', subject: { kind: 'token', token } } as const;
  if ((await seeAs(runtime, identity)) === undefined) return refuseToken();
  const name = (await nameOfToken(runtime, token)) ?? '';
  const expiresAt = runtime.ports.nowSeconds() + config.session.seconds;
  const cookie = await sealCookie('session', { token, name }, expiresAt, config.session);
  if (cookie === undefined)
    return badRequest({ code: 'token-too-long', message: 'The token is too long to be kept in a cookie.' });
  return withCookies(new Response(null, { status: 204 }), [cookie]);
}

/** Makes the browser forget who is signed in. */
export async function signOut(runtime: Runtime): Promise<Response> {
  const { identity: config } = runtime.config;
  if (config.mode !== 'token' && config.mode !== 'oidc') return notHere();
  const continueAt = config.mode === 'oidc' ? await endSessionUrl(config) : undefined;
  const answer = tell({ ...(continueAt === undefined ? {} : { continueAt }) } satisfies SignedOut);
  return withCookies(answer, [clearCookie('session', config.session)]);
}

/** Sends the browser to the identity provider. */
export async function beginSession(runtime: Runtime, request: Request): Promise<Response> {
  const { identity: config } = runtime.config;
  if (config.mode !== 'oidc') return notHere();
  const returnTo = readReturnPath(new URL(request.url).searchParams.get('returnTo'));
  try {
    const { url, beginning } = await beginSignIn(config);
    const expiresAt = runtime.ports.nowSeconds() + SIGN_IN_SECONDS;
    const cookie = await sealCookie('signin', { ...beginning, returnTo }, expiresAt, config.session);
    return withCookies(leadTo(url.href), cookie === undefined ? [] : [cookie]);
  } catch (error) {
    if (error instanceof SignInError) return redirect(runtime, failedPath(returnTo));
    throw error;
  }
}

/** Takes the browser back from the identity provider. */
export async function finishSession(runtime: Runtime, request: Request): Promise<Response> {
  const { identity: config } = runtime.config;
  if (config.mode !== 'oidc') return notHere();
  const begun = await openCookie('signin', request.headers, config.session);
  const { verifier, state, nonce, returnTo } = begun ?? {};
  const isBegun = typeof verifier === 'string' && typeof state === 'string' && typeof nonce === 'string';
  const path = readReturnPath(typeof returnTo === 'string' ? returnTo : undefined);
  const forget = clearCookie('signin', config.session);
  if (!isBegun) return withCookies(redirect(runtime, failedPath(path)), [forget]);
  try {
    const parameters = new URL(request.url).searchParams;
    const { name, user, groups } = await finishSignIn(config, parameters, { verifier, state, nonce });
    const expiresAt = runtime.ports.nowSeconds() + config.session.seconds;
    const cookie = await sealCookie('session', { name, user, groups }, expiresAt, config.session);
    if (cookie === undefined) return withCookies(redirect(runtime, failedPath(path)), [forget]);
    return withCookies(redirect(runtime, path), [cookie, forget]);
  } catch (error) {
    if (error instanceof SignInError) return withCookies(redirect(runtime, failedPath(path)), [forget]);
    throw error;
  }
}

const INVALID_BODY: Problem = { code: 'invalid-body', message: 'The body is a JSON object with a token.' };

function readToken(text: string): string | undefined {
  try {
    const read = sessionBodySchema.safeParse(JSON.parse(text));
    const token = read.success ? read.data.token.trim() : '';
    return isToken(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function refuseToken(): Response {
  return problemResponse(401, 'You are not signed in', {
    code: 'token-refused',
    message: 'The API server of the cluster does not accept this token.',
  });
}

function notHere(): Response {
  return badRequest({ code: 'sign-in-elsewhere', message: 'People do not sign in here in this way.' });
}

function failedPath(returnTo: string): string {
  return `/sign-in?problem=sign-in-failed&returnTo=${encodeURIComponent(returnTo)}`;
}

/** A path stays on the host that the browser knows, whatever our own is. */
function redirect({ config }: Runtime, path: string): Response {
  return leadTo(`${config.edge.basePath}${path}`);
}

function leadTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
