import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8'));
}

const lock = readJson('package-lock.json') as { packages: Record<string, LockedPackage> };
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');
const manifest = readJson('package.json') as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;

/** The first version in which what was published against a package is mended. Without the network nobody knows of more. */
const FLOORS: Readonly<Record<string, string>> = {
  next: '16.2.6',
  react: '19.2.4',
  'react-dom': '19.2.4',
  axios: '1.12.0',
  'follow-redirects': '1.15.6',
  'form-data': '4.0.4',
  jose: '4.15.5',
  'jsonpath-plus': '10.3.0',
  postcss: '8.4.31',
  sharp: '0.32.6',
  undici: '7.5.0',
  ws: '8.17.1',
};

function isAtLeast(version: string, floor: string): boolean {
  const [have = [], need = []] = [version, floor].map((text) => text.split(/[.-]/).map(Number));
  for (const [i, part] of need.entries()) if (have[i] !== part) return (have[i] ?? 0) > part;
  // A version before the one that mends it does not.
  return !version.includes('-');
}

describe('dependencies', () => {
  it('are at or above the versions that mend what was published (S17)', () => {
    const below = packages.flatMap(([place, { version = '0' }]) => {
      const floor = FLOORS[place.split('node_modules/').at(-1) ?? ''];
      return floor === undefined || isAtLeast(version, floor) ? [] : [`${place} ${version} < ${floor}`];
    });
    expect(below).toEqual([]);
    for (const name of ['next', 'react', 'react-dom'])
      expect(lock.packages[`node_modules/${name}`]?.version).toBeDefined();
  });

  it('are what the lock file names, by their content (S17)', () => {
    const loose = packages.filter(([, { integrity, link }]) => integrity === undefined && link !== true);
    // What Next carries within itself has no archive of its own.
    expect(loose.map(([place]) => place).filter((place) => !place.includes('/node_modules/next/'))).toEqual(
      [],
    );
    for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('compares versions as numbers', () => {
    expect(isAtLeast('16.10.0', '16.2.6')).toBe(true);
    expect(isAtLeast('16.2.5', '16.2.6')).toBe(false);
    expect(isAtLeast('17.0.0', '16.2.6')).toBe(true);
    expect(isAtLeast('16.2.6-canary.1', '16.2.6')).toBe(false);
  });
});
