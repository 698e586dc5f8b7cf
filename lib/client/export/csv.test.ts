import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvCell, writeCsv } from './csv';

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (character === '"') quoted = false;
      else cell += character;
    } else if (character === '"') quoted = true;
    else if (character === ',') [row, cell] = [[...row, cell], ''];
    else if (character === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at += 1;
    } else cell += character;
  }
  expect([row, cell, quoted], 'the text ends after a whole line').toEqual([[], '', false]);
  return rows;
}

describe('writeCsv', () => {
  it('quotes what needs it and ends every line', () => {
    expect(
      writeCsv(
        ['name', 'rate (1/s)'],
        [
          ['a,b', 1.5],
          ['say "hi"', 0],
        ],
      ),
    ).toBe('name,rate (1/s)\r\n"a,b",1.5\r\n"say ""hi""",0\r\n');
  });

  it('leaves absent numbers and what is no number empty, and writes small and large ones without exponent', () => {
    expect(writeCsv(['n'], [[undefined], [NaN], [Infinity], [4e-7], [-4e-7], [2e21]])).toBe(
      'n\r\n\r\n\r\n\r\n0.0000004\r\n-0.0000004\r\n2000000000000000000000\r\n',
    );
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', '=HYPERLINK("http://x","y")'])(
    'disarms the formula %j',
    (text) => {
      expect(readCsv(writeCsv(['n'], [[text]]))[1]).toEqual([`'${text}`]);
    },
  );

  it.each(['-5', '+3.25', '-0.001'])('leaves the number %s alone, also where it came as text', (text) => {
    expect(readCsv(writeCsv(['n'], [[text]]))[1]).toEqual([text]);
  });

  it('is read back cell by cell, whatever the texts are, and never begins a cell with a formula (S25)', () => {
    const cell: fc.Arbitrary<CsvCell> = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=', '"', ',', '\r\n', "'", '@a'),
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.constant(undefined),
    );
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }));
    fc.assert(
      fc.property(table, (rows) => {
        const header = (rows[0] ?? ['only']).map((_, index) => `column ${index}`);
        const read = readCsv(writeCsv(header, rows));
        expect(read).toHaveLength(rows.length + 1);
        for (const [index, row] of rows.entries()) {
          for (const [at, wanted] of row.entries()) {
            const got = read[index + 1]?.[at] ?? '?';
            if (typeof wanted === 'number') expect(Number(got)).toBeCloseTo(wanted, 9);
            else expect(got.replace(/^'/, '')).toBe((wanted ?? '').replace(/^'/, ''));
            if (typeof wanted === 'string' && !/^[+-]?\d/.test(got)) expect(got).not.toMatch(/^[=+\-@]/);
          }
        }
      }),
    );
  });
});
