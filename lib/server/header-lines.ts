import 'server-only';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';

/** Headers that belong to the exchange itself. */
const OURS = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/** Reads `Name: value` lines; empty lines and those that begin with `#` are left out. Never repeats a value. */
export function parseHeaderLines(text: string): Outcome<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([!#$%&'*+.^`|~\w-]+)\s*:\s*(.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || !/^[\t\x20-\x7e]+$/.test(value))
      return fail('invalid-configuration', `line ${i + 1} is not a header's name, a colon and its value.`);
    const key = name.toLowerCase();
    if (OURS.has(key)) return fail('invalid-configuration', `line ${i + 1} sets ${key}, which is not free.`);
    if (Object.hasOwn(headers, key))
      return fail('invalid-configuration', `line ${i + 1} sets ${key} a second time.`);
    Object.defineProperty(headers, key, { value, enumerable: true });
  }
  return succeed(headers);
}
