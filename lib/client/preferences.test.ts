import { describe, expect, it } from 'vitest';
import { defaultPreferences, readPreferences, writePreferences } from './preferences';

class FakeStorage implements Storage {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  clear(): void {
    this.items.clear();
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  key(): string | null {
    return null;
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}

class BlockedStorage extends FakeStorage {
  override getItem(): string | null {
    throw new DOMException('denied', 'SecurityError');
  }
  override setItem(): void {
    throw new DOMException('full', 'QuotaExceededError');
  }
}

describe('preferences', () => {
  it('are read as they were written, field by field', () => {
    const storage = new FakeStorage();
    writePreferences({ panelWidth: 512 }, storage);
    writePreferences({ legendOpen: true }, storage);
    expect(readPreferences(storage)).toEqual({ ...defaultPreferences, panelWidth: 512, legendOpen: true });
  });

  it('are the defaults where storage is blocked or missing', () => {
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
