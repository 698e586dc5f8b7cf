import { describe, expect, it } from 'vitest';
import { readDemoOptions } from './demo-options';

describe('readDemoOptions', () => {
  it('has a default for everything', () => {
    expect(readDemoOptions([])).toMatchObject({
      port: 3000,
      scrapeIntervalSeconds: 15,
      prometheusPort: 0,
      kubernetesPort: 0,
      jaegerPort: 0,
      world: { name: 'shop' },
    });
  });

  it('reads what is given', () => {
    const args = [
      '--port',
      '8080',
      '--scrape-interval=5',
      '--prometheus-port',
      '9090',
      '--world',
      'bookinfo',
    ];
    expect(readDemoOptions(args)).toMatchObject({
      port: 8080,
      scrapeIntervalSeconds: 5,
      prometheusPort: 9090,
    });
  });

  it.each(['http://localhost:4318', 'http://localhost:4318/', 'http://localhost:4318/v1/traces'])(
    'sends traces to the receiver at %s',
    (url) => {
      expect(readDemoOptions(['--otlp-url', url]).otlpUrl).toBe('http://localhost:4318');
    },
  );

  it.each([
    [['--world', 'atlantis'], 'There is no world "atlantis"'],
    [['--port', '0'], '--port is a whole number from 1 to 65535.'],
    [['--port', '70000'], '--port is a whole number'],
    [['--port', '1e3'], '--port is a whole number'],
    [['--port=-1'], '--port is a whole number'],
    [['--scrape-interval', '0'], '--scrape-interval is a whole number from 1 to 300.'],
    [['--otlp-url', 'localhost:4318'], '--otlp-url is an http or https address'],
    [['--otlp-url', 'http://me:pw@localhost:4318'], '--otlp-url is an http or https address'],
    [['--colour', 'blue'], 'colour'],
    [['extra'], 'extra'],
  ])('refuses %j', (args, message) => {
    expect(() => readDemoOptions(args)).toThrow(message);
  });
});

describe("the demo's faults", () => {
  it('are none, and nobody can switch them, unless asked for', () => {
    const options = readDemoOptions([]);
    expect(options.faults).toEqual([]);
    expect('faultPort' in options).toBe(false);
  });

  it('come from the environment, and the port for them from the command line', () => {
    const env = { TELLTALE_EMBEDDED_FAULTS: '[{"server":"prometheus","kind":"delay","ms":5}]' };
    expect(readDemoOptions(['--fault-port', '0'], env)).toMatchObject({
      faults: [{ server: 'prometheus', kind: 'delay', ms: 5 }],
      faultPort: 0,
    });
  });

  it.each([
    [['--fault-port', 'x'], '', '--fault-port is a whole number from 0 to 65535.'],
    [[], '{', 'TELLTALE_EMBEDDED_FAULTS: Faults are a JSON list; this text is no JSON.'],
    [[], '[{"server":"prometheus","kind":"x"}]', 'TELLTALE_EMBEDDED_FAULTS: Fault 1: kind is one of'],
  ])('are refused with a sentence: %j %s', (args, faults, sentence) => {
    expect(() => readDemoOptions(args, { TELLTALE_EMBEDDED_FAULTS: faults })).toThrow(sentence);
  });
});
