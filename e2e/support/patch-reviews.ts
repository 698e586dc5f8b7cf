import { kubectl } from './kubectl';

/** Sets the weights of bookinfo's reviews, as the well-known walkthrough does. */
export async function patchReviews(first: number, second: number): Promise<void> {
  const patch = [first, second].map((value, index) => ({
    op: 'replace',
    path: `/spec/http/1/route/${index}/weight`,
    value,
  }));
  await kubectl(
    'patch',
    'virtualservice',
    'reviews',
    '-n',
    'bookinfo',
    '--type=json',
    '-p',
    JSON.stringify(patch),
  );
}
