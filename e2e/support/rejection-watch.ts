import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface RejectionWatch {
  /** `NODE_OPTIONS` of the process to watch. */
  readonly nodeOptions: string;
  /** What nobody handled so far, a line each. */
  read(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Notes rejections and exceptions that nobody handles in another process of Node's. They are raised as exceptions, which is
 * noted before any handler sees them: so whatever the process makes of them, they are told.
 */
export async function watchRejections(): Promise<RejectionWatch> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-rejections-'));
  const notes = path.join(folder, 'notes');
  const preload = path.join(folder, 'preload.mjs');
  await fs.writeFile(notes, '');
  await fs.writeFile(
    preload,
    `import { appendFileSync } from 'node:fs';
process.on('uncaughtExceptionMonitor', (error, origin) =>
  appendFileSync(${JSON.stringify(notes)}, origin + ': ' + String(error?.stack ?? error).replaceAll('\\n', ' ') + '\\n'),
);
`,
  );
  return {
    nodeOptions: `--unhandled-rejections=strict --import ${pathToFileURL(preload).href}`,
    read: async () => (await fs.readFile(notes, 'utf8')).split('\n').filter((line) => line !== ''),
    close: () => fs.rm(folder, { recursive: true, force: true }),
  };
}
