import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, readMeshSettings } from './mesh-settings';

describe('the settings of a mesh', () => {
  it.each([
    ['are the defaults without any', {}, DEFAULT_SETTINGS],
    ['are the defaults for an empty file', null, DEFAULT_SETTINGS],
    ['name another root namespace', { rootNamespace: 'mesh' }, { rootNamespace: 'mesh', autoMtls: true }],
    ['switch auto mTLS off', { enableAutoMtls: false }, { rootNamespace: 'istio-system', autoMtls: false }],
    [
      'say what is exported by default',
      {
        defaultDestinationRuleExportTo: ['.'],
        defaultServiceExportTo: ['*'],
        defaultVirtualServiceExportTo: ['.', 'shop'],
      },
      {
        ...DEFAULT_SETTINGS,
        ruleExportTo: ['.'],
        serviceExportTo: ['*'],
        routeExportTo: ['.', 'shop'],
      },
    ],
  ])('%s', (_title, config, expected) => {
    expect(readMeshSettings(config)).toEqual({ settings: expected, problems: [] });
  });

  it('are the defaults where they cannot be read, and say so', () => {
    const { settings, problems } = readMeshSettings({ enableAutoMtls: 'no', rootNamespace: 7 });
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(problems.map(({ path }) => path).sort()).toEqual(['mesh.enableAutoMtls', 'mesh.rootNamespace']);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (config) => {
        expect(readMeshSettings(config).settings.rootNamespace).not.toBe('');
      }),
    );
  });
});
