import os from 'node:os';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** How many processes wanted a core in the last minute. */
export function loadNow(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}
