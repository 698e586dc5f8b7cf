import { describe, expect, it } from 'vitest';
import { tellWarning } from './tell-reading';

describe('a warning of the metrics’ server', () => {
  it.each([
    'partial answer: not all storage nodes answered',
    'No StoreAPIs matched for this query',
    'receive series from Addr: 10.0.0.7:10901 LabelSets: {replica="a"}: rpc error: code = Unavailable',
    'fetch series for {cluster="eu"}: context deadline exceeded',
  ])('that tells of missing parts has a code of its own: %s', (message) => {
    expect(tellWarning(message)).toEqual({
      code: 'partial-answer',
      message: `Only a part of the metrics' servers answered, numbers may be too small: ${message}`,
    });
  });

  it.each(['results truncated due to limit', 'PromQL info: metric might not be a counter'])(
    'of another kind keeps its words: %s',
    (message) => expect(tellWarning(message)).toEqual({ code: 'prometheus-warning', message }),
  );
});
