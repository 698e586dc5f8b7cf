import { describe, expect, it } from 'vitest';
import { readObjectChanges } from './read-object-changes';
import { MemoryCluster } from './testing/memory-cluster';

const place = { kind: 'VirtualService', namespace: 'shop', name: 'cart' };
const object = (metadata: object) => ({ metadata: { namespace: 'shop', name: 'cart', ...metadata } });
const CREATED = '2026-03-01T10:00:00Z';
const WRITTEN = '2026-03-01T11:00:00Z';
const seconds = (time: string) => Date.parse(time) / 1000;

function changesOf(metadata: object, seenMs: readonly number[] = []) {
  const seen = seenMs.map((atMs) => ({ namespace: 'shop', name: 'cart', atMs }));
  const cluster = new MemoryCluster({ virtualServices: [object(metadata)] }, {}, { virtualServices: seen });
  return readObjectChanges(cluster)(place).map(({ atSeconds, from }) => [atSeconds, from]);
}

describe('when an object got to be as it is', () => {
  it.each([
    [
      'at its creation, where nothing changed since',
      { generation: 1, creationTimestamp: CREATED },
      [[seconds(CREATED), 'created']],
    ],
    [
      'at its creation, whatever labels were written later',
      { generation: 1, creationTimestamp: CREATED, managedFields: [{ time: WRITTEN }] },
      [[seconds(CREATED), 'created']],
    ],
    [
      'when its spec was written to last',
      { generation: 3, creationTimestamp: CREATED, managedFields: [{ time: CREATED }, { time: WRITTEN }] },
      [[seconds(WRITTEN), 'managedFields']],
    ],
    ['at a time that nobody knows', { generation: 3, creationTimestamp: CREATED }, []],
    ['at a time that nobody knows, without a generation', { creationTimestamp: CREATED }, []],
    [
      'at a time that cannot be read',
      { generation: 1, creationTimestamp: 'yesterday', managedFields: 'x' },
      [],
    ],
  ])('is %s', (_what, metadata, expected) => {
    expect(changesOf(metadata)).toEqual(expected);
  });

  it('is what was seen, whatever it says of itself', () => {
    expect(changesOf({ generation: 1, creationTimestamp: CREATED }, [5_000, 7_500])).toEqual([
      [5, 'seen'],
      [7.5, 'seen'],
    ]);
  });

  it('is not known of other kinds and names', () => {
    const changes = readObjectChanges(
      new MemoryCluster({ virtualServices: [object({ generation: 1, creationTimestamp: CREATED })] }),
    );
    expect(changes({ ...place, name: 'other' })).toEqual([]);
    expect(changes({ ...place, kind: 'Service' })).toEqual([]);
    expect(changes({ ...place, kind: 'constructor' })).toEqual([]);
  });
});
