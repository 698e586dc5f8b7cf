import { expect, test } from 'vitest';
import { chooseListState } from './list-state';

const question = {
  namespaces: 'all' as const,
  answer: 'an answer',
  error: undefined,
  total: 1,
  explainEmpty: (answer: string) => `${answer} without rows`,
};

test('a list stands in its place as long as there is anything, also while it cannot be refreshed', () => {
  expect(chooseListState(question)).toBeUndefined();
  expect(chooseListState({ ...question, error: new Error('gone') })).toBeUndefined();
});

test.each([
  ['nothing is chosen', { namespaces: [], answer: undefined }, { kind: 'nothingSelected' }],
  ['nothing came yet', { answer: undefined }, { kind: 'loading' }],
  ['the question failed', { answer: undefined, error: 'why' }, { kind: 'failed', error: 'why' }],
  ['there are no rows', { total: 0 }, { kind: 'empty', reason: 'an answer without rows' }],
])('something else does when %s', (_when, fields, state) => {
  expect(chooseListState({ ...question, ...fields })).toEqual(state);
});
