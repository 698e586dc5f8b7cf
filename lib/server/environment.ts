import 'server-only';
import fs from 'node:fs';

/** A variable that cannot be used. The message names it and never repeats a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function requireWebAddress(name: string, text: string): void {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
  throw new ConfigError(`${name} is not an http or https address.`);
}

export function setText(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

export function readableFile(env: Environment, name: string): string | undefined {
  const file = setText(env, name);
  if (file === undefined) return undefined;
  try {
    fs.accessSync(file, fs.constants.R_OK);
    return file;
  } catch {
    throw new ConfigError(`${name} names a file that cannot be read.`);
  }
}

export function readSeconds(env: Environment, name: string, fallback: number): number {
  const text = setText(env, name);
  const value = text === undefined ? fallback : Number(text);
  if (!(value >= 1 && value <= 120)) throw new ConfigError(`${name} is a number of seconds from 1 to 120.`);
  return value;
}
