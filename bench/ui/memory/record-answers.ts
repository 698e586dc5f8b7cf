import type * as z from 'zod';

/** Seconds between two instants that are asked about: a scrape. */
const STEP_SECONDS = 15;

interface Instant {
  readonly at: number;
}

/**
 * What the application says of the last instants of a mesh, the latest first. Throws when two that follow each other say the
 * same: a page that is given the same again has nothing to do.
 */
export async function recordAnswers<Answer extends Instant>(
  schema: z.ZodType<Answer>,
  address: string,
  count: number,
): Promise<readonly Answer[]> {
  const latest = schema.parse(await ask(address));
  const answers: Answer[] = [];
  for (let step = 0; step < count; step += 1)
    answers.push(schema.parse(await ask(`${address}&at=${Math.floor(latest.at) - step * STEP_SECONDS}`)));
  const texts = answers.map(({ at: _at, ...told }) => JSON.stringify({ ...told, queries: [] }));
  if (texts.some((text, index) => text === texts[index - 1]))
    throw new Error(`${address} says the same of two instants: nothing changes in this mesh.`);
  return answers;
}

async function ask(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} was answered with ${response.status}.`);
  return response.json();
}
