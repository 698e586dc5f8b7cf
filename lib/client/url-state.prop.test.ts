import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSerializer } from 'nuqs/server';
import { graphLevels, grpcRates, tcpRates } from '@/lib/contracts/graph';
import { MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS } from '@/lib/contracts/graph-request';
import { anyExpression } from '@/lib/core/graph/find/find-arbitraries';
import { LONGEST_EXPRESSION } from '@/lib/core/graph/find/parse-expression';
import { printExpression } from '@/lib/core/graph/find/print-expression';
import { parseFolds } from '@/lib/core/graph/fold-choice';
import { hopChoices } from './drawing';
import { findUrlNotes } from './url-notes';
import { refreshChoices } from './refresh-pace';
import { lensChoices } from './lens';
import { edgeLabelChoices } from './edge-label-choice';
import { replaySpans } from './replay/replay-range';
import { graphTableRows, type ViewParameter, viewChoices, viewParsers } from './url-state';

const serialize = createSerializer(viewParsers);

const namespaceName = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
const namespaces = fc.oneof(
  fc.constant('all' as const),
  fc.uniqueArray(namespaceName, { maxLength: 20 }).map((names) => names.toSorted()),
);
const id = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' });
const expression = fc.oneof(
  fc.constant(''),
  anyExpression.map(printExpression).filter((text) => text.length <= LONGEST_EXPRESSION),
);
const view = fc.record({
  namespaces,
  level: fc.constantFrom(...graphLevels),
  serviceNodes: fc.boolean(),
  window: fc.integer({ min: MIN_WINDOW_SECONDS, max: MAX_WINDOW_SECONDS }),
  at: fc.option(fc.integer({ min: 1, max: 99_999_999_999 })),
  replay: fc.option(fc.constantFrom(...replaySpans)),
  refresh: fc.constantFrom(...refreshChoices),
  idle: fc.boolean(),
  rateGrpc: fc.constantFrom(...grpcRates),
  rateTcp: fc.constantFrom(...tcpRates),
  legs: fc.boolean(),
  find: expression,
  hide: expression,
  lens: fc.constantFrom(...lensChoices),
  labels: fc.subarray([...edgeLabelChoices]),
  select: fc.option(fc.record({ kind: fc.constantFrom('node' as const, 'edge' as const), id })),
  view: fc.constantFrom(...viewChoices),
  rows: fc.constantFrom(...graphTableRows),
  sort: fc.option(
    fc.record({ column: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,31}$/), descending: fc.boolean() }),
  ),
  fold: fc.option(
    fc
      .constantFrom('', 'ns', 'ns,-ns:payments', 'app:shop/cart,ns:payments')
      .map((text) => parseFolds(text)!),
  ),
  focus: fc.option(id),
  hops: fc.constantFrom(...hopChoices),
  to: fc.option(id),
  trace: fc.option(fc.stringMatching(/^[0-9a-f]{1,32}$/)),
});

function parse(search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(viewParsers) as ViewParameter[]).map((key) => {
      const parser = viewParsers[key];
      const text = search.get(key);
      const value = text === null ? null : parser.parse(text);
      return [key, value ?? ('defaultValue' in parser ? parser.defaultValue : null)];
    }),
  );
}

describe('the view in the address', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(view, (state) => {
        const search = new URLSearchParams(serialize(state));
        expect(parse(search)).toEqual(state);
        expect(findUrlNotes(search)).toEqual([]);
      }),
    );
  });

  it('is printed the same after being read', () => {
    fc.assert(
      fc.property(view, (state) => {
        const printed = serialize(state);
        expect(serialize(parse(new URLSearchParams(printed)) as typeof state)).toBe(printed);
      }),
    );
  });

  it('survives any text in any parameter, and says which were not understood', () => {
    const garbage = fc.record({
      key: fc.constantFrom(...(Object.keys(viewParsers) as ViewParameter[])),
      text: fc.string({ unit: 'binary', maxLength: 300 }),
    });
    fc.assert(
      fc.property(garbage, ({ key, text }) => {
        const search = new URLSearchParams({ [key]: text });
        const parsed = parse(search);
        const noted = findUrlNotes(search).some(({ parameter }) => parameter === key);
        // Either the text meant something, or it was noted.
        if (!noted) expect(viewParsers[key].parse(search.get(key) ?? '')).not.toBeNull();
        expect(Object.keys(parsed)).toHaveLength(Object.keys(viewParsers).length);
      }),
    );
  });
});
