import type { OutgoingCall } from '../worlds/world';
import type { Protocol } from './answer';

export type Headers = Readonly<Record<string, string>>;

/** A call as the caller's proxy sees it. */
export interface Call {
  /** Full host name. */
  readonly host: string;
  readonly authority: string;
  readonly path: string;
  readonly method: string;
  readonly protocol: Protocol;
  readonly port: number | undefined;
  readonly bytes: OutgoingCall['bytes'];
  readonly headers: Headers;
}
