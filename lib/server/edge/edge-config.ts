import 'server-only';
import { ConfigError, setText, type Environment } from '../environment';
import { readHostName } from './host-name';

/** How the application meets browsers: docs/configuration.md. */
export interface EdgeConfig {
  /** Names under which it may be asked, beside those of this machine itself. */
  readonly hosts: readonly string[];
  /** The path below which the application is, such as `/telltale`; empty where it has the host for itself. */
  readonly basePath: string;
  /** Who may show its pages in a frame, as `frame-ancestors` of a CSP takes it. */
  readonly frameAncestors: string;
  /** For how long browsers shall insist on https; 0: they are told nothing. */
  readonly hstsSeconds: number;
}

/** @throws ConfigError */
export function readEdgeConfig(env: Environment): EdgeConfig {
  return {
    hosts: [...readHosts(env), ...readBoundHost(env)],
    basePath: readBasePath(env),
    frameAncestors: readFrameAncestors(env),
    hstsSeconds: readHsts(env),
  };
}

function readHosts(env: Environment): string[] {
  const names = list(setText(env, 'TELLTALE_HOSTS'));
  const hosts = names.map(readHostName);
  if (!hosts.every((host) => host !== undefined))
    throw new ConfigError('TELLTALE_HOSTS is a list of host names, without schemes and ports.');
  return hosts;
}

/** Who binds to an address means to be asked by it; 0.0.0.0 and [::] mean all, of which none is named. */
function readBoundHost(env: Environment): string[] {
  const address = setText(env, 'HOSTNAME') ?? '';
  const host = readHostName(address.includes(':') ? `[${address}]` : address);
  return host === undefined || host === '0.0.0.0' || host === '[::]' ? [] : [host];
}

function readBasePath(env: Environment): string {
  const path = (setText(env, 'TELLTALE_BASE_PATH') ?? '').replace(/\/+$/, '');
  if (/^(\/[\w-]+)*$/.test(path) && path.length <= 128) return path;
  throw new ConfigError('TELLTALE_BASE_PATH is a path of letters, digits, "-" and "_", such as /telltale.');
}

const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/i;

function readFrameAncestors(env: Environment): string {
  const origins = list(setText(env, 'TELLTALE_FRAME_ANCESTORS'));
  if (origins.length === 0) return "'none'";
  if (!origins.every((origin) => origin === 'self' || ORIGIN.test(origin)))
    throw new ConfigError(
      'TELLTALE_FRAME_ANCESTORS is a list of origins such as https://portal.example; self is our own.',
    );
  return origins.map((origin) => (origin === 'self' ? "'self'" : origin)).join(' ');
}

function readHsts(env: Environment): number {
  const text = setText(env, 'TELLTALE_HSTS_SECONDS') ?? '0';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ConfigError('TELLTALE_HSTS_SECONDS is a whole number of seconds.');
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
