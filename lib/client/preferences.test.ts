import { describe, expect, it } from 'vitest';
import { BlockedStorage, FakeStorage } from './fake-storage';
import { defaultPreferences, readPreferences, writePreferences } from './preferences';

describe('preferences', () => {
  it('are read as they were written, field by field', () => {
    const storage = new FakeStorage();
    writePreferences({ panelWidth: 512 }, storage);
    writePreferences({ legendOpen: true }, storage);
    expect(readPreferences(storage)).toEqual({ ...defaultPreferences, panelWidth: 512, legendOpen: true });
  });

  it('are the defaults where storage is blocked or missing (R26)', () => {
    const storage = new BlockedStorage();
    expect(() => writePreferences({ legendOpen: true }, storage)).not.toThrow();
    expect(readPreferences(storage)).toEqual(defaultPreferences);
    expect(readPreferences(undefined)).toEqual(defaultPreferences);
  });

  it.each(['{', 'null', '{"panelWidth":9999}', '{"panelWidth":"wide"}', '[]'])(
    'are the defaults when %s was stored',
    (text) => {
      const storage = new FakeStorage();
      storage.setItem('telltale:preferences:v1', text);
      expect(readPreferences(storage)).toEqual(defaultPreferences);
    },
  );
});
