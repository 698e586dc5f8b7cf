// Starts the built application. It listens on loopback unless HOSTNAME says otherwise.
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyBuildBelow } from './build-below.mjs';
import { serveBuild } from './serve-build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const build = path.join(root, '.next/standalone');

function give(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (!existsSync(path.join(build, 'marked')))
  give('There is no build yet: run `npm run build` first, or `npm run demo` for a simulated mesh.');
// Shells set HOSTNAME to the machine's name, which would open the port to the network.
if (process.env.HOSTNAME === undefined || process.env.HOSTNAME === os.hostname()) {
  process.env.HOSTNAME = '127.0.0.1';
}
// Without a way to sign in, whoever reaches the port sees the mesh.
const signsIn = !['', 'none'].includes((process.env.TELLTALE_AUTH ?? '').trim());
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
if (!signsIn && !LOOPBACK.includes(process.env.HOSTNAME) && process.env.TELLTALE_ALLOW_EVERYONE !== 'true') {
  give(
    `Telltale has no sign-in and does not listen on ${JSON.stringify(process.env.HOSTNAME)} for everyone: set TELLTALE_AUTH, put a proxy that signs people in before 127.0.0.1, or set TELLTALE_ALLOW_EVERYONE=true.`,
  );
}
process.env.PORT ??= '3000';
// The process ends in order by itself: lib/server/stop-server.ts.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
process.env.NEXT_TELEMETRY_DISABLED = '1';

/** What is no path is refused with all other variables: lib/server/edge/edge-config.ts. */
function readBasePath() {
  const text = (process.env.TELLTALE_BASE_PATH ?? '').trim().replace(/\/+$/, '');
  return /^(\/[\w-]+)+$/.test(text) ? text : '';
}

function placeBuild(basePath) {
  if (basePath === '') return build;
  try {
    return copyBuildBelow(basePath, build);
  } catch (error) {
    return give(
      `Telltale cannot start: TELLTALE_BASE_PATH needs a temporary folder for a copy of the build (${error.code ?? 'unknown'}); TMPDIR names another one.`,
    );
  }
}

const basePath = readBasePath();
await serveBuild(placeBuild(basePath), {
  port: Number(process.env.PORT),
  hostname: process.env.HOSTNAME,
  basePath,
  give,
});
