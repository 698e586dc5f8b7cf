/** A request that cannot be answered, with the HTTP status and the words of the real server. */
export class JaegerError extends Error {
  override readonly name = 'JaegerError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
