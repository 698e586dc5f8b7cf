import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_HEALTH_RULES } from '@/lib/core/health/health-rules';
import { ConfigError, readConfig } from './config';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-config-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function withFile(text: string) {
  const file = path.join(folder, 'health.yaml');
  fs.writeFileSync(file, text);
  return readConfig({ TELLTALE_HEALTH_FILE: file });
}

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('TELLTALE_HEALTH_FILE', () => {
  it('may be left out', () => {
    expect(readConfig({}).health).toBe(NO_HEALTH_RULES);
    expect(readConfig({ TELLTALE_HEALTH_FILE: ' ' }).health).toBe(NO_HEALTH_RULES);
  });

  it('names a file with rules', () => {
    const { health } = withFile('rate: [{namespace: shop, tolerance: [{code: 5XX, failure: 1}]}]');
    expect(health.rate.map(({ origin }) => origin)).toEqual(['rate rule 1 in the health file']);
  });

  it('ends the start with one sentence that says where the file is wrong', () => {
    expect(refusal(() => withFile('rate:\n  - tolerance: none'))).toBe(
      'TELLTALE_HEALTH_FILE: rate[0].tolerance in line 2 is not a list.',
    );
  });

  it.each([path.join(folder, 'missing.yaml'), folder])('may not name %s', (file) => {
    expect(refusal(() => readConfig({ TELLTALE_HEALTH_FILE: file }))).toBe(
      'TELLTALE_HEALTH_FILE names a file that cannot be read.',
    );
  });
});
