import { createParser, parseAsBoolean } from 'nuqs/server';
import { LONGEST_ID } from './selection';

const parseAsNodeId = createParser<string>({
  parse: (text) => (text !== '' && text.length <= LONGEST_ID ? text : null),
  serialize: String,
});

const parseAsMilliseconds = createParser<number>({
  parse(text) {
    const value = /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
    return value > 0 ? value : null;
  },
  serialize: String,
});

/** What a shared link of the page of traces reproduces, beside namespaces, window and time, which all pages have. */
export const tracesParsers = {
  /** Who answers the requests. */
  node: parseAsNodeId,
  /** Who asks; absent means anybody. */
  source: parseAsNodeId,
  errors: parseAsBoolean.withDefault(false),
  minMs: parseAsMilliseconds,
};

/**
 * The id of a trace in what people paste: the id itself, or the address of its page in Jaeger, Grafana, Zipkin or
 * elsewhere. Undefined where there is none.
 */
export function findTraceId(text: string): string | undefined {
  const plain = text.trim();
  if (/^[0-9a-f]{1,32}$/i.test(plain)) return plain.toLowerCase();
  // Ids of 128 or 64 bits stand by themselves; anything longer or shorter is something else.
  const found = /(?<![0-9a-z])([0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-z])/i.exec(decode(plain));
  return found?.[1]?.toLowerCase();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
