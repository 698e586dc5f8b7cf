import { spawn } from 'node:child_process';
import path from 'node:path';

/** What the browser's side costs is measured by a program of its own. */
export function benchBrowser(): Promise<void> {
  const script = path.join(import.meta.dirname, '../ui/bench-ui.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, script], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${script} ended with code ${code ?? 'none'}.`)),
    );
  });
}
