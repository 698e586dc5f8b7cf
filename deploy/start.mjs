// Starts the built application. It listens on loopback unless HOSTNAME says otherwise.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const server = path.join(root, '.next/standalone/server.js');

if (!existsSync(server)) {
  process.stderr.write(
    'There is no build yet: run `npm run build` first, or `npm run demo` for a simulated mesh.\n',
  );
  process.exit(1);
}
// Shells set HOSTNAME to the machine's name, which would open the port to the network.
if (process.env.HOSTNAME === undefined || process.env.HOSTNAME === (await import('node:os')).hostname()) {
  process.env.HOSTNAME = '127.0.0.1';
}
// Without a way to sign in, whoever reaches the port sees the mesh.
const signsIn = !['', 'none'].includes((process.env.TELLTALE_AUTH ?? '').trim());
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
if (!signsIn && !LOOPBACK.includes(process.env.HOSTNAME) && process.env.TELLTALE_ALLOW_EVERYONE !== 'true') {
  process.stderr.write(
    `Telltale has no sign-in and does not listen on ${JSON.stringify(process.env.HOSTNAME)} for everyone: set TELLTALE_AUTH, put a proxy that signs people in before 127.0.0.1, or set TELLTALE_ALLOW_EVERYONE=true.\n`,
  );
  process.exit(1);
}
process.env.PORT ??= '3000';
// The process ends in order by itself: lib/server/stop-server.ts.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
process.env.NEXT_TELEMETRY_DISABLED = '1';
await import(pathToFileURL(server).href);
