/** How to trust and be trusted. Absent fields keep Node's defaults. */
export interface TlsSettings {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly serverName?: string;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
}

function sameText(left: string | Buffer | undefined, right: string | Buffer | undefined): boolean {
  if (left === right) return true;
  return left !== undefined && right !== undefined && Buffer.from(left).equals(Buffer.from(right));
}

/** Whether two settings would make the same connection. */
export function sameTls(left: TlsSettings, right: TlsSettings): boolean {
  return (
    sameText(left.ca, right.ca) &&
    sameText(left.cert, right.cert) &&
    sameText(left.key, right.key) &&
    left.serverName === right.serverName &&
    left.insecure === right.insecure
  );
}
