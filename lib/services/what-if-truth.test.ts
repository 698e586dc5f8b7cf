import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyMesh } from '@/lib/embedded/mesh/random-policies';
import { expectOutcome, newTally, predict } from '@/bench/what-if-truth/what-if-pairs';

const tally = newTally();

describe('what is told of applying something', () => {
  it('is what comes of it, for 500 pairs of a mesh and what is applied to it', () => {
    const check = fc.property(policyMesh, (mesh) => {
      const prediction = predict(mesh);
      const { store } = prediction.running;
      for (const document of mesh.documents) store.apply(structuredClone(document));
      expectOutcome(prediction, tally);
    });
    fc.assert(check, { numRuns: 500, seed: 20_260_102 });
    expect(tally.pairs).toBeGreaterThanOrEqual(500);
    expect(tally.breaks).toBeGreaterThan(100);
    expect(tally.unaffected).toBeGreaterThan(300);
    expect(tally.broken).toBeGreaterThan(120);
  }, 900_000);
});
