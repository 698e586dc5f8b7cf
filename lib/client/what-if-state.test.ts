import { describe, expect, it } from 'vitest';
import { sampleChangedEdge, sampleWhatIf } from './sample-what-if';
import type { WhatIfState } from './use-what-if';
import { chooseWhatIfPlace } from './what-if-state';

const question = { documents: 'a', scope: { namespaces: 'all', windowSeconds: 60, at: null } } as const;
const nothing: WhatIfState = { answered: undefined, error: undefined, asking: false };
const answer = sampleWhatIf([sampleChangedEdge()]);
const answered: WhatIfState = { ...nothing, answered: { question, answer } };
const empty = { ...answer, summary: { ...answer.summary, objects: [] } };

describe('what stands in the place of the edges', () => {
  it.each<[string, 'all' | string[], WhatIfState, string | undefined]>([
    ['no namespace', [], answered, 'nothingSelected'],
    ['nothing asked', 'all', nothing, 'intro'],
    ['the first question open', 'all', { ...nothing, asking: true }, 'loading'],
    ['the first question failed', 'all', { ...nothing, error: new Error('x') }, 'failed'],
    ['an answer', 'all', answered, undefined],
    ['a later question open', 'all', { ...answered, asking: true }, undefined],
    ['a later question failed', 'all', { ...answered, error: new Error('x') }, 'failed'],
    ['no edges', 'all', { ...nothing, answered: { question, answer: sampleWhatIf([]) } }, 'noEdges'],
    ['no documents', 'all', { ...nothing, answered: { question, answer: empty } }, 'nothingGiven'],
  ])('with %s', (_title, namespaces, state, kind) => {
    expect(chooseWhatIfPlace(namespaces, state)?.kind).toBe(kind);
  });
});
