import { describe, expect, it } from 'vitest';
import { candidateOf, explainMissing, isEnough, readVersion } from './program-versions.mjs';

describe('the version of a program', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', '1.26.8'],
    ['go version go1.19 linux/amd64', '1.19'],
    ['prometheus, version 2.42.0+ds (branch: debian/sid)', '2.42.0'],
    ['Client Version: v1.31.0\nKustomize Version: v5.4.2', '1.31.0'],
    ['OpenSSL 3.0.15 3 Sep 2024', '3.0.15'],
    ['2:1.19~1', '1.19'],
    ['2:1.24~2', '1.24'],
    ['(none)', undefined],
  ])('is read from %j', (text, version) => {
    expect(readVersion(text)).toBe(version);
  });

  it.each([
    ['1.24', '1.24', true],
    ['1.24.1', '1.24', true],
    ['1.100', '1.24', true],
    ['2.0', '1.24', true],
    ['1.19', '1.24', false],
    ['1.9.9', '1.24', false],
    ['1', '1.24', false],
    [undefined, '1.24', false],
    [undefined, undefined, true],
  ])('%s against %s is enough: %s', (version, least, enough) => {
    expect(isEnough(version, least)).toBe(enough);
  });

  it('that apt would install is the candidate, whatever is installed', () => {
    const policy = (candidate) =>
      `golang-go:\n  Installed: (none)\n  Candidate: ${candidate}\n  Version table:\n     2:1.26~1 100\n`;
    expect(candidateOf(policy('2:1.19~1'))).toBe('1.19');
    expect(candidateOf(policy('(none)'))).toBeUndefined();
    expect(candidateOf('')).toBeUndefined();
  });
});

describe('what is said of missing programs', () => {
  it('names each, and the packages that have them', () => {
    expect(
      explainMissing([
        { what: 'Prometheus', package: 'prometheus' },
        { what: 'promtool', package: 'prometheus' },
        { what: 'OpenSSL', package: 'openssl' },
      ]),
    ).toBe(
      'The tests need Prometheus, promtool, OpenSSL.\nOn Debian or Ubuntu: sudo apt-get install prometheus openssl',
    );
  });

  it('says of one that is too old which it is, and where a newer one is', () => {
    const go = { what: 'Go', package: 'golang-go', least: '1.24', found: '1.19', hint: 'It is elsewhere.' };
    expect(explainMissing([go])).toBe(
      'The tests need Go 1.24 or newer (this one is 1.19).\nIt is elsewhere.',
    );
  });
});
