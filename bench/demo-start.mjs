// How long a newcomer waits: `npm run demo` until it prints its address, with and without a build.
// Usage: node bench/demo-start.mjs [warm runs, default 5]
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const PORT = 3499;
const warmRuns = Number(process.argv[2] ?? 5);

/** Seconds from the command to the line that names the address. */
function startOnce() {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn('npm', ['run', '--silent', 'demo', '--', '--port', String(PORT)], { detached: true });
    let said = '';
    let seconds;
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (seconds !== undefined || !said.includes(`http://localhost:${PORT}`)) return;
      seconds = (performance.now() - startedMs) / 1000;
      process.kill(-child.pid, 'SIGINT');
    });
    child.once('exit', () => (seconds === undefined ? reject(new Error(said)) : resolve(seconds)));
  });
}

rmSync('.next', { recursive: true, force: true });
console.log(`cold (builds first)   ${(await startOnce()).toFixed(1)} s`);
const warm = [];
for (let run = 0; run < warmRuns; run += 1) warm.push(await startOnce());
warm.sort((a, b) => a - b);
const median = warm[Math.floor(warm.length / 2)];
console.log(
  `warm (built before)   median ${median.toFixed(1)} s, ${warm[0].toFixed(1)} to ${warm.at(-1).toFixed(1)} s in ${warm.length} runs`,
);
