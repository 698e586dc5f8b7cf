import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import { shop } from './shop/shop';

const TOUR = readFileSync(path.join(__dirname, 'README.md'), 'utf8');
const ROOT = path.resolve(__dirname, '../../..');

/** Cells of the tour's tables, row by row. */
const ROWS = TOUR.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').slice(1, -1));

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

describe('the tour of the worlds', () => {
  it('names only paths that exist', () => {
    const named = quoted(TOUR).filter((text) => /^[\w./-]+$/.test(text) && /\.(ts|md)$|^\.\.\//.test(text));
    const places = named.filter(
      (name) => !existsSync(path.join(__dirname, name)) && !existsSync(path.join(ROOT, name)),
    );
    expect(named.length).toBeGreaterThan(8);
    expect(places).toEqual([]);
  });

  it('names the services of each namespace, all of them', () => {
    const store = new MemoryObjectStore();
    store.seed(shop.objects(new Date(0)));
    for (const namespace of ['storefront', 'payments', 'fulfilment', 'loyalty', 'backoffice']) {
      const row = ROWS.find(([first = '']) => first.trim() === `\`${namespace}\``);
      const present = store
        .list('services', { namespace })
        .map(({ metadata }) => metadata.name)
        // The Services of single versions and of the waypoint are told elsewhere.
        .filter((name) => !/-v\d$|-waypoint$/.test(name));
      const callers = ['campaigns', 'night-sync'].filter((name) =>
        store.get('deployments', name, { namespace }),
      );
      expect(quoted(row?.[1] ?? '').toSorted()).toEqual([...present, ...callers].toSorted());
    }
  });
});
