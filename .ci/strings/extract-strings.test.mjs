import { describe, expect, it } from 'vitest';
import { extractStrings } from './extract-strings.mjs';

/** @param {string} source */
const textsOf = (source) => extractStrings('example.tsx', source).map(({ text }) => text);

describe('what a source file shows to people', () => {
  it('has what stands between tags, with what is put in as one message', () => {
    expect(textsOf('const a = <p>\n  {count} of {node.name} calls <b>fail</b>\n</p>;')).toEqual([
      '{count} of {name} calls {b}',
      'fail',
    ]);
    expect(textsOf("const a = <p>Either{' '}\n  way&nbsp;round</p>;")).toEqual(['Either way round']);
  });

  it('has attributes that people see or hear, and no others', () => {
    expect(
      textsOf(
        'const a = <Box title="open" className="open door" data-testid="open door" aria-label={`Open ${what()}`} />;',
      ),
    ).toEqual(['open', 'Open {what}']);
    expect(
      textsOf("const a = <Box label={isOpen ? 'shut' : 'open'} tone={isOpen ? 'bad' : 'good'} />;"),
    ).toEqual(['shut', 'open']);
  });

  it('has sentences wherever they are made', () => {
    expect(textsOf('const say = (n: number) => `${n} pods have no proxy.`;')).toEqual([
      '{n} pods have no proxy.',
    ]);
    expect(textsOf("const words = { strict: 'Only mutual TLS', none: 'none' };")).toEqual([
      'Only mutual TLS',
    ]);
    expect(textsOf("const entry = { label: 'idle', id: 'idle' };")).toEqual(['idle']);
  });

  it.each([
    "import { a } from 'some where';",
    "type Kind = 'Only this' | 'Or that';",
    "if (kind === 'Virtual Service') go();",
    "switch (kind) { case 'Virtual Service': go(); }",
    "const query = 'sum(rate(istio_requests_total[5m])) by (le)';",
    "const line = '1px solid var(--line)';",
    "element.querySelector('main article');",
    "'use client';",
  ])('has nothing that only machines read: %s', (source) => expect(textsOf(source)).toEqual([]));

  it('says where, and refuses what it cannot parse', () => {
    expect(extractStrings('a.ts', "\n\nconst a = 'Two words';")).toEqual([{ text: 'Two words', line: 3 }]);
    expect(() => extractStrings('a.ts', 'const = ;')).toThrow(/^a\.ts: /);
  });
});
