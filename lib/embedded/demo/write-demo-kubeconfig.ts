import fs from 'node:fs/promises';
import path from 'node:path';

/** Puts the kubeconfig where `kubectl --kubeconfig .telltale/kubeconfig` finds it; returns its full path. */
export async function writeDemoKubeconfig(text: string, folder = path.resolve('.telltale')): Promise<string> {
  await fs.mkdir(folder, { recursive: true });
  const file = path.join(folder, 'kubeconfig');
  await fs.writeFile(file, text, { mode: 0o600 });
  return file;
}
