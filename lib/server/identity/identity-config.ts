import 'server-only';
import net from 'node:net';
import { ConfigError, readableFile, requireWebAddress, setText, type Environment } from '../environment';
import { readSecret } from './read-secret';

export type IdentityMode = 'none' | 'header' | 'token' | 'oidc';

/** How it is known who asks. */
export type IdentityConfig =
  | { readonly mode: 'none' }
  | HeaderConfig
  | { readonly mode: 'token'; readonly session: SessionConfig }
  | OidcConfig;

/** A proxy before us signs people in. */
export interface HeaderConfig {
  readonly mode: 'header';
  /** Lower case. */
  readonly userHeader: string;
  readonly groupsHeader: string;
  readonly prefixes: Prefixes;
  /** At least one of both: how a request is known to come from the proxy. */
  readonly secret?: { readonly header: string; readonly value: string };
  readonly peers?: net.BlockList;
}

export interface OidcConfig {
  readonly mode: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile?: string;
  readonly scopes: string;
  readonly userClaim: string;
  readonly groupsClaim: string;
  readonly prefixes: Prefixes;
  /** Our own address for browsers, with the path below which we are served, without a slash at its end. */
  readonly publicUrl: string;
  readonly session: SessionConfig;
}

export interface SessionConfig {
  readonly key: string;
  readonly seconds: number;
  /** Whether browsers may send cookies over https only. */
  readonly isSecure: boolean;
}

/** What goes before names of people and groups when the API server is asked about them. */
export interface Prefixes {
  readonly user: string;
  readonly groups: string;
}

const MODES: readonly IdentityMode[] = ['none', 'header', 'token', 'oidc'];

/** Reads the variables `TELLTALE_AUTH…`. @throws ConfigError */
export function readIdentity(env: Environment, basePath = ''): IdentityConfig {
  const mode = setText(env, 'TELLTALE_AUTH') ?? 'none';
  switch (MODES.find((one) => one === mode)) {
    case 'none':
      return { mode: 'none' };
    case 'header':
      return readHeader(env);
    case 'token':
      return { mode: 'token', session: readSession(env) };
    case 'oidc':
      return readOidc(env, basePath);
    default:
      throw new ConfigError(`TELLTALE_AUTH is one of ${MODES.join(', ')}.`);
  }
}

function readHeader(env: Environment): HeaderConfig {
  const secret = readSecret(env, 'TELLTALE_AUTH_PROXY_SECRET');
  const peers = readPeers(env);
  if (secret === undefined && peers === undefined)
    throw new ConfigError(
      'TELLTALE_AUTH=header needs TELLTALE_AUTH_PROXY_SECRET_FILE or TELLTALE_AUTH_PROXY_CIDRS: else anybody could say who they are.',
    );
  const header = (name: string, usual: string) => readHeaderName(env, `TELLTALE_AUTH_${name}_HEADER`, usual);
  const names = {
    userHeader: header('USER', 'x-forwarded-user'),
    groupsHeader: header('GROUPS', 'x-forwarded-groups'),
  };
  const secretHeader = header('PROXY_SECRET', 'x-telltale-proxy-secret');
  if (new Set([...Object.values(names), secretHeader]).size < 3)
    throw new ConfigError('TELLTALE_AUTH_USER_HEADER and its like name one header twice.');
  return {
    mode: 'header',
    ...names,
    prefixes: readPrefixes(env),
    ...(secret === undefined ? {} : { secret: { header: secretHeader, value: secret } }),
    ...(peers === undefined ? {} : { peers }),
  };
}

function readHeaderName(env: Environment, name: string, usual: string): string {
  const header = (setText(env, name) ?? usual).toLowerCase();
  if (/^[a-z][a-z\d-]{0,63}$/.test(header)) return header;
  throw new ConfigError(`${name} is not the name of a header: letters, digits and hyphens.`);
}

function readPeers(env: Environment): net.BlockList | undefined {
  const name = 'TELLTALE_AUTH_PROXY_CIDRS';
  const text = setText(env, name);
  if (text === undefined) return undefined;
  const list = new net.BlockList();
  for (const part of text.split(',').map((one) => one.trim())) {
    const [address = '', bits, ...rest] = part.split('/');
    const family = net.isIP(address);
    const length =
      bits === undefined ? (family === 6 ? 128 : 32) : /^\d{1,3}$/.test(bits) ? Number(bits) : 999;
    if (family === 0 || rest.length > 0 || length > (family === 6 ? 128 : 32))
      throw new ConfigError(`${name} is a list of networks: 10.0.0.0/8,fd00::/8.`);
    if (length === 0) throw new ConfigError(`${name} may not hold a network of all addresses.`);
    list.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function readPrefixes(env: Environment): Prefixes {
  return { user: readPrefix(env, 'USER'), groups: readPrefix(env, 'GROUPS') };
}

function readPrefix(env: Environment, whose: string): string {
  const prefix = setText(env, `TELLTALE_AUTH_${whose}_PREFIX`) ?? '';
  if (prefix.length > 64 || prefix.startsWith('system:'))
    throw new ConfigError(
      `TELLTALE_AUTH_${whose}_PREFIX has at most 64 characters and does not begin with "system:".`,
    );
  return prefix;
}

function readSession(env: Environment): SessionConfig {
  const key = readSecret(env, 'TELLTALE_SESSION_KEY');
  if (key === undefined)
    throw new ConfigError(
      `TELLTALE_AUTH=${setText(env, 'TELLTALE_AUTH') ?? ''} needs TELLTALE_SESSION_KEY_FILE: make a key with "openssl rand -base64 48".`,
    );
  const text = setText(env, 'TELLTALE_SESSION_HOURS') ?? '8';
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (hours < 1 || hours > 168)
    throw new ConfigError('TELLTALE_SESSION_HOURS is a whole number from 1 to 168.');
  return { key, seconds: hours * 3600, isSecure: readPublicUrl(env)?.startsWith('https:') === true };
}

function readPublicUrl(env: Environment): string | undefined {
  const name = 'TELLTALE_PUBLIC_URL';
  const text = setText(env, name);
  if (text === undefined) return undefined;
  requireWebAddress(name, text);
  const url = new URL(text);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    throw new ConfigError(`${name} is an address without path: https://telltale.example.`);
  return url.origin;
}

function readOidc(env: Environment, basePath: string): OidcConfig {
  const need = (name: string) => {
    const text = setText(env, name);
    if (text === undefined) throw new ConfigError(`TELLTALE_AUTH=oidc needs ${name}.`);
    return text;
  };
  const issuer = need('TELLTALE_OIDC_ISSUER');
  requireSafeAddress('TELLTALE_OIDC_ISSUER', issuer);
  const publicUrl = readPublicUrl(env);
  if (publicUrl === undefined) throw new ConfigError('TELLTALE_AUTH=oidc needs TELLTALE_PUBLIC_URL.');
  requireSafeAddress('TELLTALE_PUBLIC_URL', publicUrl);
  const clientSecretFile = readableFile(env, 'TELLTALE_OIDC_CLIENT_SECRET_FILE');
  return {
    mode: 'oidc',
    issuer,
    clientId: need('TELLTALE_OIDC_CLIENT_ID'),
    ...(clientSecretFile === undefined ? {} : { clientSecretFile }),
    scopes: setText(env, 'TELLTALE_OIDC_SCOPES') ?? 'openid profile email groups',
    userClaim: setText(env, 'TELLTALE_OIDC_USER_CLAIM') ?? 'email',
    groupsClaim: setText(env, 'TELLTALE_OIDC_GROUPS_CLAIM') ?? 'groups',
    prefixes: readPrefixes(env),
    publicUrl: `${publicUrl}${basePath}`,
    session: readSession(env),
  };
}

/** Without TLS anybody on the way could sign in as anybody: that is for this machine only. */
function requireSafeAddress(name: string, text: string): void {
  requireWebAddress(name, text);
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) return;
  throw new ConfigError(`${name} is an https address, but for this machine's own.`);
}
