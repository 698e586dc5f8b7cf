/** `bad_data`: the question is wrong. `execution`: it cannot be answered. `timeout`: it took too long or was cancelled. */
export type PromqlErrorKind = 'bad_data' | 'execution' | 'timeout';

/** The only error the engine throws on purpose. The message is written for the person who wrote the query. */
export class PromqlError extends Error {
  override readonly name = 'PromqlError';
  readonly kind: PromqlErrorKind;

  constructor(kind: PromqlErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A syntax or type error at `offset` (UTF-16 index into `text`), reported as `line:column: parse error: …`. */
export function parseError(text: string, offset: number, message: string): PromqlError {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  const column = (lines.at(-1) ?? '').length + 1;
  return new PromqlError('bad_data', `${lines.length}:${column}: parse error: ${message}`);
}

/** A part of PromQL this engine knows of but does not evaluate. Never answered by a silent empty result. */
export function notSupported(what: string): PromqlError {
  return new PromqlError('execution', `${what} is not supported by the embedded engine`);
}
