/**
 * Does the work and tells observers of the browser's performance timeline how long it took. Nothing is kept: a page that
 * refreshes for days would collect a measure for every answer.
 */
export function measureWork<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.measure(name, { start });
  performance.clearMeasures(name);
  return result;
}
