/** A member to write: its field number and its value, where undefined leaves it out. */
export type ProtobufMember = readonly [number: number, value: string | Buffer | undefined];

function writeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/**
 * Writes a protobuf message of length-delimited members (strings, bytes and messages) in the order given.
 * A number that comes again makes a repeated member.
 */
export function writeProtobuf(...members: readonly ProtobufMember[]): Buffer {
  const parts: Buffer[] = [];
  for (const [number, value] of members) {
    if (value === undefined) continue;
    const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
    parts.push(Buffer.from([...writeVarint(number * 8 + 2), ...writeVarint(bytes.length)]), bytes);
  }
  return Buffer.concat(parts);
}
