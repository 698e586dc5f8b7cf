import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_HEALTH_RULES } from '@/lib/core/health/health-rules';
import { readConfig } from './config';
import { ConfigError } from './environment';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-config-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function withFile(text: string) {
  const file = path.join(folder, 'health.yaml');
  fs.writeFileSync(file, text);
  return readConfig({ TELLTALE_HEALTH_FILE: file });
}

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('TELLTALE_HEALTH_FILE', () => {
  it('may be left out', () => {
    expect(readConfig({}).health).toBe(NO_HEALTH_RULES);
    expect(readConfig({ TELLTALE_HEALTH_FILE: ' ' }).health).toBe(NO_HEALTH_RULES);
  });

  it('names a file with rules', () => {
    const { health } = withFile('rate: [{namespace: shop, tolerance: [{code: 5XX, failure: 1}]}]');
    expect(health.rate.map(({ origin }) => origin)).toEqual(['rate rule 1 in the health file']);
  });

  it('ends the start with one sentence that says where the file is wrong', () => {
    expect(refusal(() => withFile('rate:\n  - tolerance: none'))).toBe(
      'TELLTALE_HEALTH_FILE: rate[0].tolerance in line 2 is not a list.',
    );
  });

  it.each([path.join(folder, 'missing.yaml'), folder])('may not name %s', (file) => {
    expect(refusal(() => readConfig({ TELLTALE_HEALTH_FILE: file }))).toBe(
      'TELLTALE_HEALTH_FILE names a file that cannot be read.',
    );
  });
});

describe('where the mesh keeps its settings', () => {
  it("is Istio's usual place, and the root namespace whatever is said there", () => {
    expect(readConfig({}).mesh).toEqual({ config: { namespace: 'istio-system', name: 'istio' } });
  });

  it('may be said', () => {
    const env = { TELLTALE_MESH_CONFIG: 'mesh/istio-1-30', TELLTALE_ROOT_NAMESPACE: ' policies ' };
    expect(readConfig(env).mesh).toEqual({
      config: { namespace: 'mesh', name: 'istio-1-30' },
      rootNamespace: 'policies',
    });
  });

  it.each(['istio', 'a/b/c', '/istio', 'mesh/', 'Mesh/istio', '../istio'])('is not %s', (place) => {
    expect(refusal(() => readConfig({ TELLTALE_MESH_CONFIG: place }))).toBe(
      'TELLTALE_MESH_CONFIG is a namespace, a slash and the name of a ConfigMap.',
    );
  });

  it('has no root namespace with a name that none can have', () => {
    expect(refusal(() => readConfig({ TELLTALE_ROOT_NAMESPACE: 'a b' }))).toBe(
      'TELLTALE_ROOT_NAMESPACE is not the name of a namespace.',
    );
  });
});

describe('TELLTALE_RECORDING_RULES', () => {
  const patternOf = (text?: string) =>
    readConfig(text === undefined ? {} : { TELLTALE_RECORDING_RULES: text }).prometheus.rules?.pattern;

  it('looks for the rules that we ship unless it says otherwise', () => {
    expect(patternOf()).toBe('workload:*:rate1m');
    expect(patternOf(' auto ')).toBe('workload:*:rate1m');
    expect(patternOf('team:*:rate5m')).toBe('team:*:rate5m');
    expect(patternOf('off')).toBeUndefined();
  });

  it.each<[string, string]>([
    ['on', 'is auto, off, or names such as team:*:rate5m, with * for the metric and the window last.'],
    ['workload:', 'is auto, off, or names such as team:*:rate5m, with * for the metric and the window last.'],
    [
      'a{b}:*:rate5m',
      'is auto, off, or names such as team:*:rate5m, with * for the metric and the window last.',
    ],
    ['team:*:rate3h', 'names rates over a window that is not from 1s to 1h.'],
  ])('is not %j (S20)', (text, says) => {
    expect(refusal(() => patternOf(text))).toBe(`TELLTALE_RECORDING_RULES ${says}`);
  });
});

describe('where traces are', () => {
  const JAEGER = { TELLTALE_JAEGER_URL: 'http://tracing.istio-system/jaeger' };

  it('is nowhere unless somebody says so', () => {
    expect(readConfig({}).tracing).toEqual({});
    expect(readConfig({ ...JAEGER, TELLTALE_TRACING: 'none' }).tracing).toEqual({ off: true });
  });

  it("is Jaeger's query API where an address is given; links need the one for people", () => {
    expect(readConfig(JAEGER).tracing).toEqual({
      backend: {
        kind: 'jaeger',
        url: 'http://tracing.istio-system/jaeger',
        api: 'v1',
        access: { deadlineMs: 10_000 },
      },
    });
    const env = {
      ...JAEGER,
      TELLTALE_JAEGER_PUBLIC_URL: 'https://jaeger.example',
      TELLTALE_JAEGER_API: 'v3',
      TELLTALE_TRACING_SERVICE_NAMES: '{canonical}',
    };
    expect(readConfig(env).tracing).toMatchObject({
      backend: { api: 'v3' },
      ui: { kind: 'jaeger', url: 'https://jaeger.example' },
      naming: '{canonical}',
    });
  });

  it("is Tempo, with Grafana's pages for people", () => {
    const env = {
      TELLTALE_TEMPO_URL: 'http://tempo:3200',
      TELLTALE_TEMPO_TENANT: 'shop',
      TELLTALE_GRAFANA_PUBLIC_URL: 'https://grafana.example',
    };
    expect(readConfig({ ...env, TELLTALE_GRAFANA_DATASOURCE: 'tempo-1' }).tracing).toMatchObject({
      backend: { kind: 'tempo', access: { tenant: 'shop' } },
      ui: { kind: 'grafana', datasource: 'tempo-1' },
    });
    expect(refusal(() => readConfig(env))).toContain('needs TELLTALE_GRAFANA_DATASOURCE');
  });

  it('may be another backend, to which only links lead', () => {
    const search = 'https://apm.example/find?service={service}&from={startMs}';
    expect(readConfig({ TELLTALE_TRACE_SEARCH_URL: search }).tracing).toEqual({
      ui: { kind: 'template', search },
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ TELLTALE_TRACING: 'zipkin' }, 'TELLTALE_TRACING is jaeger, tempo or none.'],
    [{ TELLTALE_TRACING: 'jaeger' }, 'set TELLTALE_JAEGER_URL'],
    [{ TELLTALE_JAEGER_URL: 'jaeger:16686' }, 'TELLTALE_JAEGER_URL is not an http or https address.'],
    [{ ...JAEGER, TELLTALE_JAEGER_PUBLIC_URL: 'javascript:alert(1)' }, 'TELLTALE_JAEGER_PUBLIC_URL is not'],
    [{ ...JAEGER, TELLTALE_JAEGER_API: 'v2' }, 'TELLTALE_JAEGER_API is either v1 or v3.'],
    [{ TELLTALE_TRACE_URL: 'https://{service}.example/' }, 'after its host only'],
    [{ TELLTALE_TRACE_URL: 'https://apm.example/{trace}' }, 'may hold the places'],
    [{ TELLTALE_TRACING_SERVICE_NAMES: 'web' }, 'is a text with the places'],
  ])('%j ends the start with a sentence', (env, sentence) => {
    expect(refusal(() => readConfig(env))).toContain(sentence);
  });
});

describe('the process', () => {
  it('looks for sources, and tells of itself nowhere, unless told otherwise', () => {
    expect(readConfig({})).toMatchObject({ discovery: true, drainSeconds: 0 });
    expect(readConfig({}).admin).toBeUndefined();
    const env = {
      TELLTALE_DISCOVERY: 'off',
      TELLTALE_ADMIN_PORT: '9464',
      TELLTALE_ADMIN_HOST: '0.0.0.0',
      TELLTALE_DRAIN_SECONDS: '5',
    };
    expect(readConfig(env)).toMatchObject({
      discovery: false,
      admin: { port: 9464, host: '0.0.0.0' },
      drainSeconds: 5,
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ TELLTALE_DISCOVERY: 'no' }, 'TELLTALE_DISCOVERY is either auto or off.'],
    [{ TELLTALE_ADMIN_PORT: '70000' }, 'TELLTALE_ADMIN_PORT is a port'],
    [{ TELLTALE_ADMIN_PORT: 'x' }, 'TELLTALE_ADMIN_PORT is a port'],
    [{ TELLTALE_DRAIN_SECONDS: '9' }, 'TELLTALE_DRAIN_SECONDS is a whole number from 0 to 8.'],
    [{ TELLTALE_DRAIN_SECONDS: '-1' }, 'TELLTALE_DRAIN_SECONDS is'],
  ])('does not start with %j', (env, sentence) => {
    expect(refusal(() => readConfig(env))).toContain(sentence);
  });
});
