import { describe, expect, it } from 'vitest';
import { encodeSwaggerDocument } from './encode-openapi-v2';
import { makeSwaggerDocument } from './openapi-v2';
import { readProtobufFields, readProtobufString } from './protobuf-fields';
import { ResourceTable } from './resource-table';

/** The message at a path of field numbers, the last of each. */
function readMessage(bytes: Buffer, ...path: number[]): Buffer {
  return path.reduce((current, number) => {
    const found = readProtobufFields(current).get(number)?.at(-1);
    if (found === undefined) throw new Error(`Field ${number} is missing.`);
    return found;
  }, bytes);
}

function text(bytes: Buffer, ...path: number[]): string {
  return readMessage(bytes, ...path).toString('utf8');
}

/** Repeated members, none when the field is absent. */
function all(bytes: Buffer, number: number): readonly Buffer[] {
  return readProtobufFields(bytes).get(number) ?? [];
}

/** Pairs of name and value under a field, decoded into a record. */
function named<T>(bytes: Buffer, number: number, decode: (value: Buffer) => T): Record<string, T> {
  return Object.fromEntries(all(bytes, number).map((pair) => [text(pair, 1), decode(readMessage(pair, 2))]));
}

function extensions(bytes: Buffer, number: number): Record<string, unknown> {
  return named(bytes, number, (any) => JSON.parse(text(any, 2)) as unknown);
}

function decodeSchema(bytes: Buffer): Record<string, unknown> {
  return {
    type: text(bytes, 22, 1),
    description: text(bytes, 4),
    ...(all(bytes, 25).length === 0 ? {} : { properties: named(readMessage(bytes, 25), 1, decodeSchema) }),
    ...extensions(bytes, 31),
  };
}

function decodePatch(pathItem: Buffer): Record<string, unknown> {
  const operation = readMessage(pathItem, 8);
  const patch = {
    parameters: all(operation, 8).map((item) => {
      const query = readMessage(item, 1, 2, 3);
      return { name: text(query, 4), in: text(query, 2), description: text(query, 3), type: text(query, 6) };
    }),
    responses: named(readMessage(operation, 9), 1, (value) => ({ description: text(value, 1, 1) })),
    ...extensions(operation, 13),
  };
  return { patch };
}

function decodeDocument(bytes: Buffer): Record<string, unknown> {
  return {
    swagger: readProtobufString(readProtobufFields(bytes), 1),
    info: { title: text(bytes, 2, 1), version: text(bytes, 2, 2) },
    paths: named(readMessage(bytes, 8), 2, decodePatch),
    definitions: named(readMessage(bytes, 9), 1, decodeSchema),
  };
}

describe('encodeSwaggerDocument', () => {
  it('says as protobuf all that the JSON document says', () => {
    for (const withoutGroups of [[], ['networking.istio.io', 'gateway.networking.k8s.io']]) {
      const document = makeSwaggerDocument(new ResourceTable({ withoutGroups }));
      expect(decodeDocument(encodeSwaggerDocument(document))).toEqual(document);
    }
  });
});
