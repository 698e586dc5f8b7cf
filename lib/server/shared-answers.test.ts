import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { shareAnswer, type SharedQuestion, type TimedAnswer } from './shared-answers';

interface Told extends TimedAnswer {
  readonly nodes: readonly string[];
}

const OK = { status: 'ok', since: 0 } as const;
const QUESTION = {
  route: 'graph',
  request: { window: 300 },
  maxAgeMs: 60_000,
  laterThan: Number.NaN,
  revision: 1,
  sight: 'all',
  warnings: [],
};
const told = (more: Partial<Told> = {}): Told => ({
  nodes: ['a'],
  at: 1,
  queries: [{ text: 'up', durationMs: 5 }],
  sources: { prometheus: OK, kubernetes: OK, tracing: OK },
  ...more,
});

function newMesh(): object {
  return {};
}

/** Answers in turn, once it is told to, and counts. */
class Source {
  asked = 0;
  ended = 0;
  #release: (() => void)[] = [];

  constructor(readonly answers: readonly Outcome<Told>[]) {}

  readonly ask = async (signal: AbortSignal): Promise<Outcome<Told>> => {
    const outcome = this.answers[Math.min(this.asked, this.answers.length - 1)];
    this.asked += 1;
    await new Promise<void>((resolve, reject) => {
      this.#release.push(resolve);
      signal.addEventListener('abort', () => {
        this.ended += 1;
        reject(new Error('ended'));
      });
    });
    if (outcome === undefined) throw new Error('no answer');
    return outcome;
  };

  release(): void {
    for (const go of this.#release.splice(0)) go();
  }
}

const staying = () => new AbortController().signal;

function bodyOf(outcome: Awaited<ReturnType<typeof shareAnswer>>) {
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

describe('an answer that many viewers want', () => {
  it('is made once for a hundred of them', async () => {
    const [mesh, source] = [newMesh(), new Source([succeed(told())])];
    const all = Array.from({ length: 100 }, () => shareAnswer(mesh, QUESTION, staying(), source.ask));
    source.release();
    const bodies = (await Promise.all(all)).map(bodyOf);
    expect(source.asked).toBe(1);
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0]?.text ?? '')).toEqual(told());
  });

  it('is never handed to whoever may see other things, asks another mesh or question, or after a change of the cluster', async () => {
    const [mesh, source] = [newMesh(), new Source([succeed(told())])];
    const warning = { code: 'visibility-unknown', message: 'Nothing of 2 namespaces is shown.' };
    const others: [object, SharedQuestion][] = [
      [mesh, QUESTION],
      [newMesh(), QUESTION],
      [mesh, { ...QUESTION, request: { window: 60 } }],
      [mesh, { ...QUESTION, route: 'mtls' }],
      [mesh, { ...QUESTION, revision: 2 }],
      [mesh, { ...QUESTION, sight: 'only:a' }],
      [mesh, { ...QUESTION, sight: 'only:a,b' }],
      [mesh, { ...QUESTION, warnings: [warning] }],
    ];
    const all = others.map(([asked, question]) => shareAnswer(asked, question, staying(), source.ask));
    source.release();
    await Promise.all(all);
    expect(source.asked).toBe(others.length);
  });

  it('is made anew once it is older than the viewer takes it', async () => {
    const [mesh, source] = [newMesh(), new Source([succeed(told())])];
    for (const [maxAgeMs, asked] of [
      [0, 1],
      [0, 2],
      [60_000, 2],
    ] as const) {
      const one = shareAnswer(mesh, { ...QUESTION, maxAgeMs }, staying(), source.ask);
      source.release();
      await one;
      expect(source.asked).toBe(asked);
    }
  });

  it('is there for two seconds for those who do not say how old it may be, however long it took to make', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const [mesh, source] = [newMesh(), new Source([succeed(told())])];
    const asked: number[] = [];
    for (const passedMs of [0, 1_900, 200]) {
      vi.advanceTimersByTime(passedMs);
      const one = shareAnswer(mesh, { ...QUESTION, maxAgeMs: undefined }, staying(), source.ask);
      vi.advanceTimersByTime(source.asked === asked.at(-1) ? 0 : 5_000);
      source.release();
      await one;
      asked.push(source.asked);
    }
    vi.useRealTimers();
    expect(asked).toEqual([1, 1, 2]);
  });

  it('is made anew for whoever has it already, and then serves those who have the one before', async () => {
    const [mesh, source] = [newMesh(), new Source([succeed(told()), succeed(told({ at: 2 }))])];
    const instants: number[] = [];
    for (const laterThan of [Number.NaN, 0, 1, 1, Number.NaN]) {
      const one = shareAnswer(mesh, { ...QUESTION, laterThan }, staying(), source.ask);
      source.release();
      instants.push(bodyOf(await one).at);
    }
    expect(instants).toEqual([1, 1, 2, 2, 2]);
    expect(source.asked).toBe(2);
  });

  it('goes on while anybody waits, and ends with the last who leaves', async () => {
    const [mesh, source] = [newMesh(), new Source([succeed(told())])];
    const [first, second] = [new AbortController(), new AbortController()];
    const all = [first, second].map(({ signal }) => shareAnswer(mesh, QUESTION, signal, source.ask));
    first.abort();
    await expect(all[0]).rejects.toMatchObject({ name: 'AbortError' });
    expect(source.ended).toBe(0);
    second.abort();
    await expect(all[1]).rejects.toMatchObject({ name: 'AbortError' });
    expect(source.ended).toBe(1);
  });

  it('keeps its tag while only its instant and the time of its queries are new', async () => {
    const source = new Source([
      succeed(told()),
      succeed(told({ at: 2, queries: [{ text: 'up', durationMs: 9 }] })),
      succeed(told({ nodes: ['a', 'b'] })),
    ]);
    const mesh = newMesh();
    const tags: [string, number][] = [];
    for (let i = 0; i < 3; i += 1) {
      const one = shareAnswer(mesh, { ...QUESTION, maxAgeMs: 0 }, staying(), source.ask);
      source.release();
      const { etag, at } = bodyOf(await one);
      tags.push([etag, at]);
    }
    expect(tags.map(([, at]) => at)).toEqual([1, 2, 1]);
    expect(tags[0]?.[0]).toBe(tags[1]?.[0]);
    expect(tags[0]?.[0]).not.toBe(tags[2]?.[0]);
  });

  it('is not remembered when it is a problem', async () => {
    const source = new Source([fail('invalid-window', 'No.'), succeed(told())]);
    const mesh = newMesh();
    const results: boolean[] = [];
    for (let i = 0; i < 2; i += 1) {
      const one = shareAnswer(mesh, QUESTION, staying(), source.ask);
      source.release();
      results.push((await one).ok);
    }
    expect(results).toEqual([false, true]);
  });
});
