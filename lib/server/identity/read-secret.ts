import 'server-only';
import fs from 'node:fs';
import { ConfigError, setText, type Environment } from '../environment';

const FEWEST_BYTES = 32;
const PLACEHOLDER =
  /^(change.?me|placeholder|replace|example|secret|password|default|insecure|your|todo|xxx)/i;

/**
 * A secret of ours from the file that `<name>_FILE` names, or from the variable itself. There is none built in.
 * @throws ConfigError where it could be guessed, or anybody on the machine could read it
 */
export function readSecret(env: Environment, name: string): string | undefined {
  const file = setText(env, `${name}_FILE`);
  const inline = setText(env, name);
  if (file !== undefined && inline !== undefined)
    throw new ConfigError(`${name} and ${name}_FILE are both set: choose one.`);
  if (file === undefined) return inline === undefined ? undefined : requireStrong(name, inline);
  return requireStrong(`${name}_FILE`, readPrivate(`${name}_FILE`, file));
}

function readPrivate(name: string, file: string): string {
  try {
    const { mode } = fs.statSync(file);
    // oxlint-disable-next-line no-bitwise
    if ((mode & 0o004) !== 0)
      throw new ConfigError(
        `${name} names a file that everybody may read: take that right away (chmod o-r).`,
      );
    return fs.readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${name} names a file that cannot be read.`);
  }
}

function requireStrong(name: string, secret: string): string {
  if (PLACEHOLDER.test(secret))
    throw new ConfigError(`${name} is a placeholder: make one with "openssl rand -base64 48".`);
  if (Buffer.byteLength(secret) < FEWEST_BYTES)
    throw new ConfigError(
      `${name} has fewer than ${FEWEST_BYTES} bytes: make one with "openssl rand -base64 48".`,
    );
  if (new Set(secret).size < 8)
    throw new ConfigError(`${name} repeats a few characters: make one with "openssl rand -base64 48".`);
  return secret;
}
