import { describe, expect, it } from 'vitest';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { ReviewSubject } from '@/lib/adapters/kubernetes/review-access';
import { VisibilitySource } from './visibility-source';

const ann: ReviewSubject = { kind: 'named', user: 'ann', groups: ['sellers'] };
const token: ReviewSubject = { kind: 'token', token: 't' };

function ask(
  mayList: (subject: ReviewSubject, namespace: string | undefined) => boolean | Error,
  names: readonly string[] = ['pay', 'shop'],
) {
  const asked: string[] = [];
  const clock = { seconds: 0 };
  const known = { names };
  const source = new VisibilitySource({
    namespaces: () => known.names,
    nowSeconds: () => clock.seconds,
    reviewer: {
      async mayList(subject, namespace) {
        asked.push(`${subject.kind === 'token' ? subject.token : subject.user} ${namespace ?? '*'}`);
        const answer = mayList(subject, namespace);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  });
  return { source, asked, clock, known };
}

const down = new UpstreamError('kubernetes', 'unreachable');

describe('who may see what', () => {
  it('is everything for whoever may list everywhere, by one question', async () => {
    const { source, asked } = ask(() => true);
    expect(await source.of(ann)).toEqual({ visibility: 'all', unknown: 0 });
    expect(asked).toEqual(['ann *']);
  });

  it('is asked of each namespace otherwise', async () => {
    const { source } = ask((_subject, namespace) => namespace === 'shop');
    expect(await source.of(ann)).toEqual({ visibility: new Set(['shop']), unknown: 0 });
  });

  it('is remembered for a minute, and a new namespace is asked for alone', async () => {
    const { source, asked, clock, known } = ask((_subject, namespace) => namespace === 'shop');
    await Promise.all([source.of(ann), source.of(ann)]);
    clock.seconds = 59;
    known.names = ['pay', 'shop', 'post'];
    await source.of(ann);
    expect(asked).toEqual(['ann *', 'ann pay', 'ann shop', 'ann post']);
    clock.seconds = 60;
    await source.of(ann);
    expect(asked).toHaveLength(8);
  });

  it('is nothing where it cannot be found out, and asked again soon', async () => {
    const { source, asked, clock } = ask(() => down);
    expect(await source.of(ann)).toEqual({ visibility: new Set(), unknown: 2 });
    clock.seconds = 4;
    await source.of(ann);
    expect(asked).toEqual(['ann *']);
    clock.seconds = 5;
    await source.of(ann);
    expect(asked).toHaveLength(2);
  });

  it('lacks a namespace whose question failed, and says so', async () => {
    const { source } = ask((_subject, namespace) => (namespace === 'pay' ? down : namespace === 'shop'));
    expect(await source.of(ann)).toEqual({ visibility: new Set(['shop']), unknown: 1 });
  });

  it('is nothing at all for a token that the API server does not know', async () => {
    const { source } = ask(() => new UpstreamError('kubernetes', 'unauthorized', { status: 401 }));
    await expect(source.of(token)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(await ask(() => new UpstreamError('kubernetes', 'unauthorized')).source.of(ann)).toMatchObject({
      visibility: new Set(),
    });
  });

  it('never mixes people up, nor the same name with other groups (S11)', async () => {
    const { source } = ask(
      (subject, namespace) => subject.kind === 'named' && subject.groups.includes(`${namespace}-team`),
    );
    const of = async (groups: string[]) =>
      (await source.of({ kind: 'named', user: 'ann', groups })).visibility;
    expect(await of(['pay-team'])).toEqual(new Set(['pay']));
    expect(await of(['shop-team'])).toEqual(new Set(['shop']));
    expect(await of(['pay-team'])).toEqual(new Set(['pay']));
  });

  it('asks a few questions at a time, and forgets whoever was not here for long', async () => {
    let [open, most] = [0, 0];
    const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
    const source = new VisibilitySource({
      namespaces: () => names,
      nowSeconds: () => 0,
      reviewer: {
        async mayList() {
          most = Math.max(most, (open += 1));
          await new Promise((resolve) => setTimeout(resolve, 1));
          open -= 1;
          return false;
        },
      },
    });
    await Promise.all([source.of(ann), source.of(token)]);
    expect(most).toBeLessThanOrEqual(8);
  });
});
