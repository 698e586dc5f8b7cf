/** When Prometheus scrapes one instance: every interval, at a phase of the instance's own. */
export interface ScrapeClock {
  readonly intervalMs: number;
  readonly phaseMs: number;
}

export function scrapeClock(instance: string, intervalMs: number): ScrapeClock {
  // An odd offset keeps samples off whole seconds, where the edges of windows usually lie.
  const phaseMs = ((hashText(instance) % (intervalMs - 20)) | 0) + 7;
  return { intervalMs, phaseMs };
}

/** The first scrape at or after an instant. */
export function firstScrapeMs({ intervalMs, phaseMs }: ScrapeClock, fromMs: number): number {
  return Math.ceil((fromMs - phaseMs) / intervalMs) * intervalMs + phaseMs;
}

/** The last scrape at or before an instant. */
export function lastScrapeMs({ intervalMs, phaseMs }: ScrapeClock, toMs: number): number {
  return Math.floor((toMs - phaseMs) / intervalMs) * intervalMs + phaseMs;
}

/** FNV-1a: a stable number for a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
