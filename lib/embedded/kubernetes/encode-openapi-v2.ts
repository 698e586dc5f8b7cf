import {
  groupVersionKindKey,
  type SwaggerDocument,
  type SwaggerOperation,
  type SwaggerParameter,
  type SwaggerSchema,
} from './openapi-v2';
import { writeProtobuf, type ProtobufMember } from './protobuf-writer';

// Field numbers are those of openapi.v2.Document and its parts in gnostic's OpenAPIv2.proto.

/** Maps are repeated pairs of name and value there. */
function encodeNamed<T>(
  number: number,
  members: Readonly<Record<string, T>>,
  encode: (value: T) => Buffer,
): ProtobufMember[] {
  return Object.entries(members).map(([name, value]) => [
    number,
    writeProtobuf([1, name], [2, encode(value)]),
  ]);
}

/** A vendor extension is an Any that holds YAML, of which JSON is a part. */
function encodeExtension(value: unknown): Buffer | undefined {
  if (value === undefined) return undefined;
  return writeProtobuf([1, groupVersionKindKey], [2, writeProtobuf([2, JSON.stringify(value)])]);
}

function encodeParameter(parameter: SwaggerParameter): Buffer {
  const query = writeProtobuf(
    [2, parameter.in],
    [3, parameter.description],
    [4, parameter.name],
    [6, parameter.type],
  );
  const nonBodyParameter = writeProtobuf([3, query]);
  return writeProtobuf([1, writeProtobuf([2, nonBodyParameter])]);
}

function encodeResponse(response: { readonly description: string }): Buffer {
  return writeProtobuf([1, writeProtobuf([1, response.description])]);
}

function encodeOperation(operation: SwaggerOperation): Buffer {
  return writeProtobuf(
    ...operation.parameters.map((parameter): ProtobufMember => [8, encodeParameter(parameter)]),
    [9, writeProtobuf(...encodeNamed(1, operation.responses, encodeResponse))],
    [13, encodeExtension(operation[groupVersionKindKey])],
  );
}

function encodeSchema(schema: SwaggerSchema): Buffer {
  const { properties } = schema;
  return writeProtobuf(
    [4, schema.description],
    [22, writeProtobuf([1, schema.type])],
    [25, properties && writeProtobuf(...encodeNamed(1, properties, encodeSchema))],
    [31, encodeExtension(schema[groupVersionKindKey])],
  );
}

/** The document as protobuf, the one form in which kubectl reads `/openapi/v2`. */
export function encodeSwaggerDocument(document: SwaggerDocument): Buffer {
  const { swagger, info, paths, definitions } = document;
  return writeProtobuf(
    [1, swagger],
    [2, writeProtobuf([1, info.title], [2, info.version])],
    [8, writeProtobuf(...encodeNamed(2, paths, ({ patch }) => writeProtobuf([8, encodeOperation(patch)])))],
    [9, writeProtobuf(...encodeNamed(1, definitions, encodeSchema))],
  );
}
