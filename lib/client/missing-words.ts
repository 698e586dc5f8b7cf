import { asSentence } from './as-sentence';
import type { Sources, SourceStatus } from '@/lib/contracts/source-status';

export type AskedSources = Pick<Sources, 'prometheus' | 'kubernetes'>;

/** A source cannot be asked: it fails, refuses, or nobody said where it is. Nothing of it is in the answer. */
export function isSilent({ status }: SourceStatus): boolean {
  return status !== 'ok' && status !== 'degraded';
}

export interface MissingWords {
  readonly missing: 'prometheus' | 'kubernetes' | 'both';
  /** What that means for what is shown, and why it is so. */
  readonly sentence: string;
}

/**
 * What a page without a graph lacks because a source cannot be asked; undefined when both can.
 * @param isSeenKept what was seen before is still shown
 */
export function sayMissing(
  { prometheus, kubernetes }: AskedSources,
  isSeenKept = false,
): MissingWords | undefined {
  if (isSilent(prometheus) && isSilent(kubernetes)) {
    const unknown = isSeenKept
      ? 'nobody knows what is declared, and what was seen is of before'
      : 'nobody knows what was seen and what is declared';
    const why = join(prometheus.reason, kubernetes.reason);
    return {
      missing: 'both',
      sentence: join(`Neither Prometheus nor Kubernetes can be asked, so ${unknown}.`, why),
    };
  }
  if (isSilent(prometheus)) {
    const seen = isSeenKept ? 'is of before' : 'is missing here';
    const declared =
      kubernetes.status === 'ok' ? 'is told by Kubernetes all the same' : 'may be incomplete or old';
    const sentence = `Prometheus cannot be asked, so what was seen ${seen}; what is declared ${declared}.`;
    return { missing: 'prometheus', sentence: join(sentence, prometheus.reason) };
  }
  if (isSilent(kubernetes)) {
    const sentence =
      'Kubernetes cannot be asked, so nobody knows what is declared: this is only what was seen.';
    return { missing: 'kubernetes', sentence: join(sentence, kubernetes.reason) };
  }
  return undefined;
}

export interface MissingLayer {
  /** Of the newest answer. */
  readonly now: AskedSources;
  /** Of the answer whose graph is drawn, which may be an older one. */
  readonly drawn: AskedSources;
  /** There is a graph to look at. */
  readonly isDrawn: boolean;
}

/** What a graph lacks because Kubernetes cannot be asked; undefined when it can, and where nobody wants it to be. */
export function sayMissingLayer({ now, drawn, isDrawn }: MissingLayer): string | undefined {
  const { prometheus, kubernetes } = now;
  if (!isSilent(kubernetes) || kubernetes.status === 'notConfigured') return undefined;
  return join(sayLayer(prometheus, drawn.kubernetes, isDrawn), kubernetes.reason);
}

function sayLayer(prometheus: SourceStatus, drawn: SourceStatus, isDrawn: boolean): string {
  if (!isSilent(prometheus))
    return 'Kubernetes cannot be asked, so what the cluster declares is missing here: this is the traffic alone, as Prometheus tells it.';
  if (!isDrawn) return 'Kubernetes cannot be asked either, so nobody knows what the cluster declares.';
  return isSilent(drawn)
    ? 'Kubernetes cannot be asked either: what the cluster declares is missing in this graph.'
    : 'Kubernetes cannot be asked either: what the cluster declares is as old as this graph.';
}

/** What a held instant means for a page that shows what was seen beside what is declared. */
export function sayHeld({ prometheus, kubernetes }: AskedSources): string {
  const [isSeen, isDeclared] = [!isSilent(prometheus), !isSilent(kubernetes)];
  if (isSeen && isDeclared) return 'Traffic is of a held instant; what is declared is as it is now.';
  if (isSeen) return 'Traffic is of a held instant.';
  return isDeclared ? 'An instant is held; what is declared is as it is now.' : 'An instant is held.';
}

function join(...sentences: readonly (string | undefined)[]): string {
  return sentences.flatMap((sentence) => (sentence ? [asSentence(sentence)] : [])).join(' ');
}
