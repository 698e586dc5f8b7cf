export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether a process calls itself alive, asked every second: how often it was asked, and how often it did not. */
export async function watchHealth(
  adminUrl: string,
  isOver: () => boolean,
): Promise<{ looks: number; dead: number }> {
  let [looks, dead] = [0, 0];
  while (!isOver()) {
    const answer = await fetch(`${adminUrl}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    looks += 1;
    if (answer?.status !== 200) dead += 1;
    await sleep(1_000);
  }
  return { looks, dead };
}
