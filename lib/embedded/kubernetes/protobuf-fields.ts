import { badRequestError } from './api-error';

/** Length-delimited members of one protobuf message, by field number; other wire types are passed over. */
export type ProtobufFields = ReadonlyMap<number, readonly Buffer[]>;

function truncated(): Error {
  return badRequestError('the protobuf body is malformed');
}

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw truncated();
    value += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) === 0) return { value, next: start + index + 1 };
  }
  throw truncated();
}

/** Reads the members of a message that are strings, bytes or messages. Throws a 400 on malformed input. */
export function readProtobufFields(bytes: Buffer): ProtobufFields {
  const fields = new Map<number, Buffer[]>();
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const wireType = tag.value % 8;
    at = tag.next;
    if (wireType === 0) at = readVarint(bytes, at).next;
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = readVarint(bytes, at);
      const end = length.next + length.value;
      if (end > bytes.length) throw truncated();
      const number = Math.floor(tag.value / 8);
      fields.set(number, [...(fields.get(number) ?? []), bytes.subarray(length.next, end)]);
      at = end;
    } else throw truncated();
  }
  if (at > bytes.length) throw truncated();
  return fields;
}

/** The last value of a member as text, empty when absent. */
export function readProtobufString(fields: ProtobufFields, number: number): string {
  return fields.get(number)?.at(-1)?.toString('utf8') ?? '';
}

/** The last value of a member as a message, undefined when absent. */
export function readProtobufMessage(fields: ProtobufFields, number: number): ProtobufFields | undefined {
  const bytes = fields.get(number)?.at(-1);
  return bytes === undefined ? undefined : readProtobufFields(bytes);
}
