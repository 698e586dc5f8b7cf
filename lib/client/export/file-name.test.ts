import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameExportFile } from './file-name';

const at = Date.UTC(2031, 3, 5, 11, 2, 15) / 1_000;

describe('nameExportFile', () => {
  it('says what of which moment', () => {
    expect(nameExportFile({ namespaces: 'all', level: 'versionedApp', at }, '.svg')).toBe(
      'telltale-all-namespaces-versionedApp-2031-04-05T110215Z.svg',
    );
    expect(
      nameExportFile({ namespaces: ['a', 'b', 'c', 'd', 'e'], level: 'app', at: at + 0.9 }, '-edges.csv'),
    ).toBe('telltale-a-b-c-and-2-more-app-2031-04-05T110215Z-edges.csv');
  });

  it('is a short name of harmless characters whatever the scope is', () => {
    const scope = fc.record({
      namespaces: fc.oneof(fc.constant('all' as const), fc.array(fc.string({ unit: 'binary' }))),
      level: fc.constantFrom('app', 'service'),
      at: fc.double(),
    });
    fc.assert(
      fc.property(scope, (any) => {
        const name = nameExportFile(any, '.json');
        expect(name).toMatch(/^telltale-[a-zA-Z0-9.-]*\.json$/);
        expect(name.length).toBeLessThan(160);
      }),
    );
  });
});
