import 'server-only';
import type { Steps } from '@/lib/core/steps/steps';

/** Elements of a list that are printed at a stretch. */
const STRIDE = 100;

/** `JSON.stringify(value)` in parts, long lists of the object bit by bit, so that something else may run in between. */
export function* printJson(value: object): Steps<string[]> {
  const parts: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    const before = `${parts.length === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    if (Array.isArray(field) && field.length > STRIDE) {
      for (let at = 0; at < field.length; at += STRIDE) {
        parts.push(at === 0 ? `${before}[` : ',', JSON.stringify(field.slice(at, at + STRIDE)).slice(1, -1));
        yield;
      }
      parts.push(']');
      continue;
    }
    const printed: string | undefined = JSON.stringify(field);
    if (printed !== undefined) parts.push(before + printed);
    yield;
  }
  parts.push(parts.length === 0 ? '{}' : '}');
  return parts;
}
