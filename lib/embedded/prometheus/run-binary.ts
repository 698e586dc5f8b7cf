import { spawn } from 'node:child_process';

/** Runs a program of the PATH to its end and gives its output; rejects with its complaints, or when it is not installed. */
export async function runBinary(name: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(input);
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.once('error', (error) => {
      reject(new Error(`${name} cannot be run: ${error.message}; is it installed and on PATH?`));
    });
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${name} ${args.join(' ')} ended with code ${code}: ${complaints || output}`));
    });
  });
}
