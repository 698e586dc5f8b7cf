import { setTimeout as wait } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { createSharedCalls } from './shared-calls';

const left = () => new Error('left');

it('lets go of answers once they are too old, also where nobody asks for anything any more', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  let nowMs = 0;
  const calls = createSharedCalls<object>({ keepMs: 20, maxKept: 4, nowMs: () => nowMs });
  const ask = () => calls.share('a', undefined, () => Promise.resolve({ text: 'large' }), left);
  const answer = new WeakRef(await ask());
  await wait(60);
  collect();
  expect(answer.deref()).toBe(await ask());
  nowMs = 30;
  await wait(60);
  collect();
  expect(answer.deref()).toBeUndefined();
  expect(await ask()).toEqual({ text: 'large' });
});
