import { arrange, type Arrangement, type ArrangeTask } from './arrange';

/** What the page sends; the answer carries the same number. */
export interface LayoutRequest {
  number: number;
  task: ArrangeTask;
}

export interface LayoutAnswer {
  number: number;
  arrangement: Arrangement;
}

globalThis.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const answer: LayoutAnswer = { number: data.number, arrangement: arrange(data.task) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between worker and page there is none
  globalThis.postMessage(answer);
});
