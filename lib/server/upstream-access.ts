import 'server-only';
import fs from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError, readableFile, readSeconds, setText, type Environment } from './environment';
import { parseHeaderLines } from './header-lines';

/** How one upstream is reached and who we are there. Files hold what is secret, and are read again for each request. */
export interface UpstreamAccess {
  readonly deadlineMs: number;
  readonly tokenFile?: string;
  /** Basic authentication; both or neither. */
  readonly user?: { readonly name: string; readonly passwordFile: string };
  /** Whose data is meant, sent as `X-Scope-OrgID`. */
  readonly tenant?: string;
  /** A file with further headers, a line each. */
  readonly headersFile?: string;
  readonly caFile?: string;
  /** The certificate that we show; both or neither. */
  readonly client?: { readonly certFile: string; readonly keyFile: string };
  /** The name that the server's certificate is for, where it is not that of the address. */
  readonly serverName?: string;
}

/** Reads the variables `<prefix>_TOKEN_FILE` and so on. @throws ConfigError */
export function readUpstreamAccess(env: Environment, prefix: string): UpstreamAccess {
  const tokenFile = readableFile(env, `${prefix}_TOKEN_FILE`);
  const user = readUser(env, prefix);
  const tenant = readTenant(env, prefix);
  const headersFile = readHeadersFile(env, prefix);
  const caFile = readableFile(env, `${prefix}_CA_FILE`);
  const client = readClient(env, prefix);
  const serverName = readServerName(env, prefix);
  if (tokenFile !== undefined && user !== undefined)
    throw new ConfigError(`${prefix}_TOKEN_FILE and ${prefix}_USERNAME are both set: choose one.`);
  requireUsableTls(prefix, caFile, client);
  return {
    deadlineMs: readSeconds(env, `${prefix}_TIMEOUT_SECONDS`, 10) * 1000,
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(user === undefined ? {} : { user }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(headersFile === undefined ? {} : { headersFile }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(client === undefined ? {} : { client }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

function readUser(env: Environment, prefix: string): UpstreamAccess['user'] {
  const name = setText(env, `${prefix}_USERNAME`);
  const passwordFile = readableFile(env, `${prefix}_PASSWORD_FILE`);
  if (name === undefined && passwordFile === undefined) return undefined;
  if (name === undefined || passwordFile === undefined)
    throw new ConfigError(`${prefix}_USERNAME and ${prefix}_PASSWORD_FILE belong together.`);
  // RFC 7617: a colon ends the name.
  if (name.includes(':')) throw new ConfigError(`${prefix}_USERNAME may not hold a colon.`);
  return { name, passwordFile };
}

function readTenant(env: Environment, prefix: string): string | undefined {
  const tenant = setText(env, `${prefix}_TENANT`);
  if (tenant === undefined || /^[\w!.*'()|-]{1,500}$/.test(tenant)) return tenant;
  throw new ConfigError(`${prefix}_TENANT is not the id of a tenant; several are joined by "|".`);
}

function readHeadersFile(env: Environment, prefix: string): string | undefined {
  const name = `${prefix}_HEADERS_FILE`;
  const file = readableFile(env, name);
  if (file === undefined) return undefined;
  const headers = parseHeaderLines(readFile(file, name));
  if (!headers.ok) throw new ConfigError(`${name}: ${headers.problem.message}`);
  return file;
}

function readClient(env: Environment, prefix: string): UpstreamAccess['client'] {
  const certFile = readableFile(env, `${prefix}_CERT_FILE`);
  const keyFile = readableFile(env, `${prefix}_KEY_FILE`);
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new ConfigError(`${prefix}_CERT_FILE and ${prefix}_KEY_FILE belong together.`);
  return { certFile, keyFile };
}

function readServerName(env: Environment, prefix: string): string | undefined {
  const name = setText(env, `${prefix}_SERVER_NAME`);
  if (name === undefined || /^[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?$/.test(name)) return name;
  throw new ConfigError(`${prefix}_SERVER_NAME is not a host name.`);
}

/** What OpenSSL cannot use would only show at the first request. Its own words may quote the file. */
function requireUsableTls(
  prefix: string,
  caFile: string | undefined,
  client: UpstreamAccess['client'],
): void {
  if (caFile !== undefined) {
    const ca = readFile(caFile, `${prefix}_CA_FILE`);
    if (!ca.includes('-----BEGIN CERTIFICATE-----') || !isUsable({ ca }))
      throw new ConfigError(`${prefix}_CA_FILE holds no certificate in PEM form.`);
  }
  if (client === undefined) return;
  const cert = readFile(client.certFile, `${prefix}_CERT_FILE`);
  const key = readFile(client.keyFile, `${prefix}_KEY_FILE`);
  if (!isUsable({ cert, key }))
    throw new ConfigError(
      `${prefix}_CERT_FILE and ${prefix}_KEY_FILE do not hold a certificate and its key, without a passphrase, in PEM form.`,
    );
}

function isUsable(options: { ca?: string; cert?: string; key?: string }): boolean {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
}

function readFile(file: string, name: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${name} names a file that cannot be read.`);
  }
}
