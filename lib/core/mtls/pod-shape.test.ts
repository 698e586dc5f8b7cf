import { describe, expect, it } from 'vitest';
import { isCaptured, readCapture } from './pod-shape';

const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts';
const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts';

describe('the ports that a sidecar listens on', () => {
  it.each([
    ['are all', {}, [80, 8080]],
    ['are all but those excluded', { [EXCLUDE]: '80' }, [8080]],
    ['are all but those excluded, with blanks and nonsense between', { [EXCLUDE]: ' 80 ,x,, 8080,' }, []],
    ['are all where all are named', { [INCLUDE]: '*' }, [80, 8080]],
    ['are all but those excluded where all are named', { [INCLUDE]: '*', [EXCLUDE]: '8080' }, [80]],
    ['are those included', { [INCLUDE]: '8080' }, [8080]],
    ['are those included, even where one is excluded', { [INCLUDE]: '8080', [EXCLUDE]: '8080' }, [8080]],
    ['are none where none is included', { [INCLUDE]: '' }, []],
    [
      'are all where the name is only inherited',
      Object.create({ [EXCLUDE]: '80' }) as Record<string, string>,
      [80, 8080],
    ],
  ])('%s', (_title, annotations, expected) => {
    expect([80, 8080].filter((port) => isCaptured(readCapture(annotations), port))).toEqual(expected);
  });

  it.each([15_020, 15_021, 15_090])("are never Istio's own: %d", (port) => {
    expect(isCaptured(readCapture({}), port)).toBe(false);
    expect(isCaptured(readCapture({ [INCLUDE]: String(port) }), port)).toBe(false);
  });
});
