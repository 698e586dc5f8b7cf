import { describe, expect, it } from 'vitest';
import { arrange, type Arrangement, type ArrangeTask } from './arrange';
import { Arranger, type LayoutWorker } from './arranger';
import { emptyMemory } from '../canvas-memory';
import { graphElements } from '../elements';
import type { LayoutAnswer, LayoutRequest } from './layout-worker';
import { planArrangement } from './plan-arrangement';
import { sampleBookShop, sampleMesh } from '../sample-graph';

const question = { scope: 'all', namespaces: 'all', mesh: '' };

function taskOf(graph: ReturnType<typeof sampleMesh>): ArrangeTask {
  return planArrangement(emptyMemory(), graphElements(graph, ['rate']), question, {
    shown: undefined,
    aspect: 1.5,
  });
}

const large = taskOf(sampleMesh(120, 5));
const other = taskOf(sampleMesh(90, 4));

/** A thread that answers when it is told to, over cloned messages as a browser sends them. */
function slowThread() {
  const requests: LayoutRequest[] = [];
  let onMessage: (event: { data: LayoutAnswer }) => void = () => {};
  let onError = () => {};
  let ended = false;
  const worker: LayoutWorker = {
    postMessage: (request) => requests.push(structuredClone(request)),
    addEventListener: (type: 'message' | 'error', listener: (event: { data: LayoutAnswer }) => void) => {
      if (type === 'message') onMessage = listener;
      else onError = listener as () => void;
    },
    terminate: () => (ended = true),
  };
  const answer = (at: number) => {
    const { number, task } = requests[at]!;
    onMessage({ data: structuredClone({ number, arrangement: arrange(task) }) });
  };
  return { worker, requests, answer, fail: () => onError(), hasEnded: () => ended };
}

describe('Arranger', () => {
  it('arranges a small graph at once, without a thread', () => {
    const arranger = new Arranger(() => {
      throw new Error('Nobody asked for a thread.');
    });
    let arrangement: Arrangement | undefined;
    arranger.request(taskOf(sampleBookShop()), (done) => (arrangement = done));
    expect(arrangement?.positions.size).toBe(12);
  });

  it('gets the same picture from a thread as without one', () => {
    const thread = slowThread();
    const answers: Arrangement[] = [];
    const arranger = new Arranger(() => thread.worker);
    arranger.request(large, (done) => answers.push(done));
    expect(answers).toEqual([]);
    thread.answer(0);
    new Arranger(() => undefined).request(large, (done) => answers.push(done));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.positions.size).toBe(120);
  });

  it('drops an answer to an earlier question, whichever comes first', () => {
    const thread = slowThread();
    const arranger = new Arranger(() => thread.worker);
    const answers: string[] = [];
    arranger.request(large, () => answers.push('large'));
    arranger.request(other, ({ positions }) => answers.push(`other ${positions.size}`));
    thread.answer(0);
    thread.answer(1);
    thread.answer(1);
    expect(answers).toEqual(['other 90']);
    arranger.request(large, () => answers.push('cancelled'));
    arranger.cancel();
    thread.answer(2);
    expect(answers).toEqual(['other 90']);
  });

  it('does the work itself when the thread fails, then and later', () => {
    const thread = slowThread();
    const arranger = new Arranger(() => thread.worker);
    const sizes: number[] = [];
    arranger.request(large, ({ positions }) => sizes.push(positions.size));
    thread.fail();
    arranger.request(other, ({ positions }) => sizes.push(positions.size));
    expect(sizes).toEqual([120, 90]);
    expect(thread.requests).toHaveLength(1);
    expect(thread.hasEnded()).toBe(true);
  });
});
