import { describe, expect, it } from 'vitest';
import { isFailure } from './response-class';
import type { Protocol } from './traffic-sample';

type Row = [Protocol, string | undefined, string | undefined, boolean];

describe('isFailure', () => {
  it.each<Row>([
    ['http', '200', undefined, false],
    ['http', '301', undefined, false],
    ['http', '404', undefined, false],
    ['http', '499', 'DC', false],
    ['http', '500', undefined, true],
    ['http', '503', 'UH', true],
    ['http', '599', undefined, true],
    ['http', '5000', undefined, false],
    ['http', '-', 'UT', true],
    ['http', undefined, undefined, false],
    ['grpc', '0', undefined, false],
    ['grpc', '1', undefined, true],
    ['grpc', '14', undefined, true],
    ['grpc', '16', undefined, true],
    ['grpc', '404', undefined, true],
    ['grpc', '503', 'UH', true],
    ['grpc', '-', 'UC', true],
    ['grpc', '200', undefined, false],
    ['grpc', undefined, undefined, false],
    ['tcp', undefined, undefined, false],
    ['tcp', undefined, 'DC', false],
    ['tcp', undefined, 'DR', false],
    ['tcp', undefined, 'UF', true],
    ['tcp', undefined, 'TLS_FAILURE', true],
    ['tcp', undefined, 'DENY', true],
  ])('%s with code %s and flags %s: %s', (protocol, code, flags, failed) => {
    const outcome = {
      protocol,
      ...(code === undefined ? {} : { code }),
      ...(flags === undefined ? {} : { flags }),
    };
    expect(isFailure(outcome)).toBe(failed);
  });
});
