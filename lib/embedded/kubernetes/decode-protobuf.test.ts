import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { decodeProtobuf } from './decode-protobuf';

function member(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}

function envelope(kind: string, raw: Buffer): Buffer {
  const typeMeta = Buffer.concat([member(1, 'authorization.k8s.io/v1'), member(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), member(1, typeMeta), member(2, raw), member(4, 'x')]);
}

describe('decodeProtobuf', () => {
  it('reads the attributes of an access review', () => {
    const attributes = Buffer.concat([
      member(1, 'shop'),
      member(2, 'list'),
      member(3, 'apps'),
      member(5, 'deployments'),
    ]);
    const review = decodeProtobuf(envelope('SelfSubjectAccessReview', member(2, member(1, attributes))));
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
    expect(decodeProtobuf(envelope('SelfSubjectAccessReview', member(2, member(2, path))))['spec']).toEqual({
      nonResourceAttributes: { path: '/version', verb: 'get' },
    });
    expect(decodeProtobuf(envelope('SelfSubjectRulesReview', member(2, member(1, 'shop'))))['spec']).toEqual({
      namespace: 'shop',
    });
    expect(decodeProtobuf(envelope('SelfSubjectReview', Buffer.alloc(0)))).toMatchObject({
      kind: 'SelfSubjectReview',
    });
  });

  it('reads metadata of namespaces and refuses kinds it cannot read whole', () => {
    const label = Buffer.concat([member(1, 'team'), member(2, 'sea')]);
    const metadata = Buffer.concat([member(1, 'pier'), member(11, label)]);
    expect(decodeProtobuf(envelope('Namespace', member(1, metadata)))['metadata']).toEqual({
      name: 'pier',
      labels: { team: 'sea' },
    });
    expect(() => decodeProtobuf(envelope('Deployment', Buffer.alloc(0)))).toThrow(
      expect.objectContaining({ code: 415 }),
    );
  });

  it('answers any bytes with a review or a 400, never another failure', () => {
    const prefix = Buffer.from('k8s\0');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, prefixed) => {
        try {
          decodeProtobuf(Buffer.concat([prefixed ? prefix : Buffer.alloc(0), bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});
