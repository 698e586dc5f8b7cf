import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleChangedEdge, sampleWhatIf } from '../sample-what-if';
import { writeWhatIfMarkdown } from './what-if-markdown';

const cellsOf = (line: string) => line.split('|').length - 2;

describe('a change as Markdown', () => {
  it('tells the headline, the objects, what breaks with its line, and the limits', () => {
    const unaffected = sampleChangedEdge({ id: 'f', verdict: 'unaffected' });
    expect(writeWhatIfMarkdown(sampleWhatIf([sampleChangedEdge(), unaffected]))).toBe(
      [
        '## What this change would do',
        '',
        '1 of 2 edges breaks.',
        '',
        '- Calls: of 5m until 2025-12-29 09:20:00 UTC',
        '- At risk: 12.3 rps',
        '- Adds AuthorizationPolicy shop/deny-all',
        '',
        '- Breaks: 1. Calls that work today would not.',
        '- Unaffected: 1. Calls would go on as they do.',
        '',
        '### Edges',
        '',
        '| Verdict | Caller | Callee | Protocol | Rate | Today | After | Decided by | Why |',
        '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
        '| Breaks | shop/web | shop/cart | http | 12.3 rps | passes, mutual TLS | refused | AuthorizationPolicy shop/deny-all (line 1) | No rule lets it in. |',
        '',
        '### Limits',
        '',
        '- Only calls seen in the last 5m are looked at.',
        '',
      ].join('\n'),
    );
  });

  it('tells what is missing, and what is wrong with documents', () => {
    const edge = sampleChangedEdge({ verdict: 'undecidable', needs: ['path', 'token'] });
    const problems = [
      { code: 'invalid-yaml', message: 'It is not valid YAML', document: 2, line: 9, isLeftOut: true },
    ];
    const text = writeWhatIfMarkdown(sampleWhatIf([edge], { problems }));
    expect(text).toContain('Missing: the path of the requests, the token that the requests carry.');
    expect(text).toContain('- Document 2, line 9: It is not valid YAML (invalid-yaml, left out)');
  });

  it.each([
    ['a | b', 'a &#124; b'],
    ['`rm`', '&#96;rm&#96;'],
    ['<img src=x>', '&#60;img src&#61;x&#62;'],
    ['[a](https://evil.example)', '&#91;a&#93;(https&#58;//evil.example)'],
    ['www.evil.example', 'www&#46;evil.example'],
    ['*b* _i_ ~s~ \\', '&#42;b&#42; &#95;i&#95; &#126;s&#126; &#92;'],
    ['@team #1 &lt;', '&#64;team &#35;1 &#38;lt;'],
    ['two\nlines', 'two&#92;u&#123;a&#125;lines'],
    ['\u202etxt', '&#92;u&#123;202e&#125;txt'],
  ])('keeps %j as text', (hostile, written) => {
    const target = { id: 't', name: hostile };
    expect(writeWhatIfMarkdown(sampleWhatIf([sampleChangedEdge({ target })]))).toContain(`| ${written} |`);
  });

  it('has the same lines and cells, and no mark-up, whatever names and sentences hold', () => {
    const shape = writeWhatIfMarkdown(sampleWhatIf([sampleChangedEdge()])).split('\n');
    const hostile = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(hostile, hostile, (name, reason) => {
        const edge = sampleChangedEdge({ source: { id: 's', namespace: name, name }, reason });
        const lines = writeWhatIfMarkdown(sampleWhatIf([edge])).split('\n');
        expect(lines).toHaveLength(shape.length);
        expect(lines.map(cellsOf)).toEqual(shape.map(cellsOf));
        expect(lines.join('\n')).not.toMatch(/[<>`*_[\]\\@]/);
      }),
      { numRuns: 100 },
    );
  });
});
