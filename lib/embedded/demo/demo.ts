import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { buildApplication } from './build-application';
import { readDemoOptions, USAGE, type DemoOptions } from './demo-options';
import { demoUsers } from './demo-users';
import { startMesh, type RunningMesh } from './start-mesh';
import { writeDemoKubeconfig } from './write-demo-kubeconfig';

const READY_WITHIN_MS = 30_000;

/** `npm run demo`: the simulated mesh and, beside it, the unchanged application that looks at it. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.env);
  await requireFreePort(options.port);
  await buildApplication(say);
  say(`Starting the simulated mesh "${options.world.name}" …`);
  const people = options.hasUsers ? demoUsers(options.world) : undefined;
  const mesh = await startMesh({ ...options, ...people, say });
  const kubeconfig = await writeDemoKubeconfig(mesh.kubeconfig);
  const application = startApplication(options, mesh, kubeconfig);
  const address = `http://localhost:${options.port}`;
  await waitUntilReady(options.port, application);
  say(
    [
      '',
      `  Telltale is at     ${address}`,
      '',
      `  Prometheus API     ${mesh.prometheusUrl}`,
      `  Kubernetes API     ${mesh.kubernetesUrl}`,
      `  Jaeger API         ${mesh.jaegerUrl}`,
      ...(options.otlpUrl === undefined ? [] : [`  traces go to       ${options.otlpUrl}`]),
      `  change the mesh    kubectl --kubeconfig ${kubeconfig} get virtualservices -A`,
      ...(people?.users ?? []).map(({ token, sees }) => `  token ${token}          sees ${sees}`),
      ...(mesh.faultUrl === undefined ? [] : [`  switch faults      curl ${mesh.faultUrl}`]),
      '',
      'Press Ctrl+C to end it.',
    ].join('\n'),
  );
}

/** The application as it runs against a real mesh: it only knows a URL and a kubeconfig. */
function startApplication(
  { port, hasUsers }: DemoOptions,
  mesh: RunningMesh,
  kubeconfig: string,
): ChildProcess {
  const application = spawn(process.execPath, ['deploy/start.mjs'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
      TELLTALE_TRACING: 'jaeger',
      TELLTALE_JAEGER_URL: mesh.jaegerUrl,
      TELLTALE_JAEGER_PUBLIC_URL: mesh.jaegerUrl,
      KUBECONFIG: kubeconfig,
      NO_PROXY: '127.0.0.1,localhost',
      ...(hasUsers
        ? { TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY: randomBytes(36).toString('base64') }
        : {}),
    },
  });
  const stop = () => {
    application.kill('SIGTERM');
    void mesh.close().finally(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  application.once('exit', (code) => {
    void mesh.close().finally(() => process.exit(code ?? 1));
  });
  return application;
}

async function waitUntilReady(port: number, application: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && application.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/graph`).catch(() => undefined);
    if (answer?.ok === true || answer?.status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error('The application did not become ready.');
}

function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', () => reject(new Error(`Port ${port} is in use: choose another one with --port.`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  process.exit(2);
});
