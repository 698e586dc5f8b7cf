import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { decodeProtobufReview } from './protobuf-review';

function member(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}

function envelope(kind: string, raw: Buffer): Buffer {
  const typeMeta = Buffer.concat([member(1, 'authorization.k8s.io/v1'), member(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), member(1, typeMeta), member(2, raw), member(4, 'x')]);
}

describe('decodeProtobufReview', () => {
  it('reads the attributes of an access review', () => {
    const attributes = Buffer.concat([
      member(1, 'shop'),
      member(2, 'list'),
      member(3, 'apps'),
      member(5, 'deployments'),
    ]);
    const review = decodeProtobufReview(
      envelope('SelfSubjectAccessReview', member(2, member(1, attributes))),
    );
    expect(review['spec']).toEqual({
      resourceAttributes: {
        namespace: 'shop',
        verb: 'list',
        group: 'apps',
        version: '',
        resource: 'deployments',
        subresource: '',
        name: '',
      },
    });
  });

  it('reads paths, namespaces of rules reviews and reviews without a spec', () => {
    const path = Buffer.concat([member(1, '/version'), member(2, 'get')]);
    expect(
      decodeProtobufReview(envelope('SelfSubjectAccessReview', member(2, member(2, path))))['spec'],
    ).toEqual({
      nonResourceAttributes: { path: '/version', verb: 'get' },
    });
    expect(
      decodeProtobufReview(envelope('SelfSubjectRulesReview', member(2, member(1, 'shop'))))['spec'],
    ).toEqual({
      namespace: 'shop',
    });
    expect(decodeProtobufReview(envelope('SelfSubjectReview', Buffer.alloc(0)))).toMatchObject({
      kind: 'SelfSubjectReview',
    });
  });

  it('answers any bytes with a review or a 400, never another failure', () => {
    const prefix = Buffer.from('k8s\0');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, prefixed) => {
        try {
          decodeProtobufReview(Buffer.concat([prefixed ? prefix : Buffer.alloc(0), bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});
