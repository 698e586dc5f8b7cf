import { describe, expect, it } from 'vitest';
import { readDemoOptions } from './demo-options';

describe('readDemoOptions', () => {
  it('has a default for everything', () => {
    expect(readDemoOptions([])).toMatchObject({
      port: 3000,
      scrapeIntervalSeconds: 15,
      prometheusPort: 0,
      kubernetesPort: 0,
      world: { name: 'bookinfo' },
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

  it.each([
    [['--world', 'atlantis'], 'There is no world "atlantis"'],
    [['--port', '0'], '--port is a whole number from 1 to 65535.'],
    [['--port', '70000'], '--port is a whole number'],
    [['--port', '1e3'], '--port is a whole number'],
    [['--port=-1'], '--port is a whole number'],
    [['--scrape-interval', '0'], '--scrape-interval is a whole number from 1 to 300.'],
    [['--colour', 'blue'], 'colour'],
    [['extra'], 'extra'],
  ])('refuses %j', (args, message) => {
    expect(() => readDemoOptions(args)).toThrow(message);
  });
});
