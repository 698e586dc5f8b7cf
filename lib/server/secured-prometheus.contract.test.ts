import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PrometheusClient } from '@/lib/adapters/prometheus/client';
import { nameServerKind } from '@/lib/adapters/prometheus/server-kind';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { makeCertificates, type Certificates } from '@/lib/embedded/prometheus/make-certificates';
import { startScrapingPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { readConfig } from './config';
import { connectPrometheus } from './connect-prometheus';

const SERVER_NAME = 'prometheus.monitoring.svc';
const PASSWORD = 'open sesame';
/** bcrypt of the password. */
const PASSWORD_HASH = '$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW';
const SCRAPES = 'global:\n  scrape_interval: 15s\n';

let folder: string;
let certificates: Certificates;
let withPassword: RealPrometheus;
let withCertificate: RealPrometheus;
const clients: PrometheusClient[] = [];

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-secured-'));
  certificates = await makeCertificates(folder, SERVER_NAME);
  const { caFile, server, client } = certificates;
  const ca = fs.readFileSync(caFile);
  const serve = `tls_server_config:\n  cert_file: ${server.certFile}\n  key_file: ${server.keyFile}\n`;
  [withPassword, withCertificate] = await Promise.all([
    startScrapingPrometheus(SCRAPES, {
      configuration: `${serve}basic_auth_users:\n  ann: ${PASSWORD_HASH}\n`,
      request: { ca, auth: `ann:${PASSWORD}` },
    }),
    startScrapingPrometheus(SCRAPES, {
      configuration: `${serve}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${caFile}\n`,
      request: { ca, cert: fs.readFileSync(client.certFile), key: fs.readFileSync(client.keyFile) },
    }),
  ]);
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  await Promise.all([withPassword?.close(), withCertificate?.close()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The client that the application makes from these variables. */
function connect({ url }: RealPrometheus, env: Record<string, string>): PrometheusClient {
  const client = connectPrometheus(
    readConfig({ TELLTALE_PROMETHEUS_URL: url, ...variables(env) }).prometheus,
  );
  if (client === undefined) throw new Error('no Prometheus is configured');
  clients.push(client);
  return client;
}

function variables(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [`TELLTALE_PROMETHEUS_${name}`, value]),
  );
}

async function failureOf(client: PrometheusClient): Promise<UpstreamError> {
  const error: unknown = await client.serverTime().catch((reason: unknown) => reason);
  if (!(error instanceof UpstreamError)) throw new Error(`not a failure: ${inspect(error)}`);
  const told = inspect(error, { depth: 20, showHidden: true });
  expect(told).not.toContain(PASSWORD);
  expect(told).not.toContain('PRIVATE KEY');
  expect(told).not.toContain(Buffer.from(`ann:${PASSWORD}`).toString('base64'));
  return error;
}

const signedIn = () => ({
  CA_FILE: certificates.caFile,
  USERNAME: 'ann',
  PASSWORD_FILE: write('password', `${PASSWORD}\n`),
});

const withOurs = () => ({
  CA_FILE: certificates.caFile,
  CERT_FILE: certificates.client.certFile,
  KEY_FILE: certificates.client.keyFile,
});

describe('a real Prometheus behind TLS and a password', () => {
  it('answers', async () => {
    const client = connect(withPassword, signedIn());
    expect(Math.abs((await client.serverTime()).seconds - Date.now() / 1000)).toBeLessThan(30);
    expect(nameServerKind(await client.buildInfo()).product).toBe('Prometheus');
    expect(await client.retentionSeconds()).toBeGreaterThan(86_400);
  });

  it('answers under the name that its certificate is for', async () => {
    await connect(withPassword, { ...signedIn(), SERVER_NAME }).serverTime();
    expect((await failureOf(connect(withPassword, { ...signedIn(), SERVER_NAME: 'other.host' }))).kind).toBe(
      'tls',
    );
  });

  it('is not trusted without its authority', async () => {
    const { CA_FILE: _left, ...rest } = signedIn();
    expect((await failureOf(connect(withPassword, rest))).kind).toBe('tls');
  });

  it('does not accept nobody, a wrong password or a token', async () => {
    const { CA_FILE } = signedIn();
    const wrong = { ...signedIn(), PASSWORD_FILE: write('wrong', 'shut sesame') };
    for (const env of [{ CA_FILE }, wrong, { CA_FILE, TOKEN_FILE: write('token', PASSWORD) }])
      expect((await failureOf(connect(withPassword, env))).kind).toBe('unauthorized');
  });

  it('accepts a password that came right without a restart (R18)', async () => {
    const env = { ...signedIn(), PASSWORD_FILE: write('changing', 'not yet') };
    const client = connect(withPassword, env);
    expect((await failureOf(client)).kind).toBe('unauthorized');
    write('changing', PASSWORD);
    await client.serverTime();
  });
});

describe('a real Prometheus that wants to see a certificate', () => {
  it('answers to ours', async () => {
    expect((await connect(withCertificate, withOurs()).serverTime()).seconds).toBeGreaterThan(0);
  });

  it('ends the handshake without one, which is a failure of TLS and not of the network', async () => {
    expect((await failureOf(connect(withCertificate, { CA_FILE: certificates.caFile }))).kind).toBe('tls');
  });

  it('sees a certificate that was renewed, and never the file that broke', async () => {
    const certFile = write('mine.pem', fs.readFileSync(certificates.client.certFile, 'utf8'));
    const client = connect(withCertificate, { ...withOurs(), CERT_FILE: certFile });
    await client.serverTime();
    write('mine.pem', 'no certificate');
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await failureOf(client)).kind).toBe('unauthorized');
    write('mine.pem', fs.readFileSync(certificates.client.certFile, 'utf8'));
    await client.serverTime();
  });
});
