import 'server-only';
import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { SessionConfig } from './identity-config';

/** What a cookie is for: one that was made for another purpose does not open. */
export type CookiePurpose = 'session' | 'signin';

/** Browsers drop cookies that are longer than 4096 bytes with their names and attributes. */
const LONGEST = 3_800;
const ALGORITHM = { alg: 'dir', enc: 'A256GCM' } as const;

/** The name of a cookie; with TLS one that only this host can have set. */
export function cookieName(purpose: CookiePurpose, { isSecure }: SessionConfig): string {
  return `${isSecure ? '__Host-' : ''}telltale-${purpose}`;
}

/** The text of a `Set-Cookie` header that holds `claims`, encrypted; undefined where they are too long for one. */
export async function sealCookie(
  purpose: CookiePurpose,
  claims: Record<string, unknown>,
  expiresAt: number,
  config: SessionConfig,
): Promise<string | undefined> {
  const value = await new EncryptJWT(claims)
    .setProtectedHeader(ALGORITHM)
    .setIssuedAt()
    .setAudience(purpose)
    .setExpirationTime(Math.floor(expiresAt))
    .encrypt(keyOf(config));
  if (value.length > LONGEST) return undefined;
  return `${cookieName(purpose, config)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure(config)}; Expires=${new Date(expiresAt * 1000).toUTCString()}`;
}

/** Makes browsers forget a cookie. */
export function clearCookie(purpose: CookiePurpose, config: SessionConfig): string {
  return `${cookieName(purpose, config)}=; Path=/; HttpOnly; SameSite=Lax${secure(config)}; Max-Age=0`;
}

/** What a request's cookie holds; undefined where there is none, or it is not ours, or its time is over. */
export async function openCookie(
  purpose: CookiePurpose,
  headers: Headers,
  config: SessionConfig,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const name = `${cookieName(purpose, config)}=`;
  const found = (headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name));
  // Two of one name: somebody has put one beside ours.
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  try {
    const { payload } = await jwtDecrypt(only.slice(name.length), keyOf(config), {
      audience: purpose,
      keyManagementAlgorithms: [ALGORITHM.alg],
      contentEncryptionAlgorithms: [ALGORITHM.enc],
      requiredClaims: ['exp'],
    });
    return payload;
  } catch {
    return undefined;
  }
}

function secure({ isSecure }: SessionConfig): string {
  return isSecure ? '; Secure' : '';
}

function keyOf({ key }: SessionConfig): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'telltale cookies, version 1', 32));
}
