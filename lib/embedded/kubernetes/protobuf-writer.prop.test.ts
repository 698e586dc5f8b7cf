import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProtobufFields, readProtobufString } from './protobuf-fields';
import { writeProtobuf } from './protobuf-writer';

const fieldNumber = fc.integer({ min: 1, max: 2 ** 29 - 1 });

describe('writeProtobuf', () => {
  it('writes what the reader reads back, members of one number in their order', () => {
    const member = fc.tuple(fc.oneof(fc.integer({ min: 1, max: 3 }), fieldNumber), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const written = writeProtobuf(
          ...members.map(([number, bytes]) => [number, Buffer.from(bytes)] as const),
        );
        const expected = new Map<number, Buffer[]>();
        for (const [number, bytes] of members)
          expected.set(number, [...(expected.get(number) ?? []), Buffer.from(bytes)]);
        expect(readProtobufFields(written)).toEqual(expected);
      }),
    );
  });

  it('keeps every string', () => {
    fc.assert(
      fc.property(fieldNumber, fc.string({ unit: 'binary' }), (number, text) => {
        expect(readProtobufString(readProtobufFields(writeProtobuf([number, text])), number)).toBe(text);
      }),
    );
  });

  it.each([127, 128, 16_383, 16_384, 2_097_152])('writes a member of %i bytes', (length) => {
    const bytes = Buffer.alloc(length, 7);
    const read = readProtobufFields(writeProtobuf([1, bytes], [2, 'after']));
    expect(read.get(1)?.[0]?.equals(bytes)).toBe(true);
    expect(readProtobufString(read, 2)).toBe('after');
  });

  it('leaves out what is undefined and keeps what is empty', () => {
    expect(writeProtobuf([1, undefined])).toHaveLength(0);
    expect([...writeProtobuf([1, ''])]).toEqual([10, 0]);
  });
});
