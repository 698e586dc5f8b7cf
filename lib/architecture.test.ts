import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Which rooms each room may import. `a/b` names one folder of a room. See docs/adr/0001-architecture.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  contracts: ['core', 'contracts'],
  adapters: ['core', 'adapters/http', 'services/ports', 'services/upstream-failure'],
  services: ['core', 'contracts', 'services'],
  server: ['core', 'contracts', 'adapters', 'services', 'server'],
  client: ['core', 'contracts', 'client'],
  embedded: ['embedded', 'core/mesh', 'core/kubernetes'],
  components: ['core', 'contracts', 'client', 'components'],
  app: ['core', 'contracts', 'server', 'client', 'components', 'app'],
  'app/api': ['core', 'contracts', 'server', 'services'],
};

const SHARED_COMPONENTS = ['components/ui', 'components/charts'];

interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly file: string;
  readonly text: string;
}

function sourcesBelow(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .map((file) => ({ file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') })),
  );
}

const sources = sourcesBelow('app', 'components', 'lib');
const production = sources.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/** The place an import leads to, relative to the root without `lib/`; undefined for packages. */
function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@/')) return specifier.slice(2).replace(/^lib\//, '');
  if (!specifier.startsWith('.')) return undefined;
  return path.posix.join(path.posix.dirname(file), specifier).replace(/^lib\//, '');
}

function importsOf({ file, text }: SourceFile): string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.flatMap((specifier) => target(file, specifier) ?? []);
}

function roomOf(file: string): string {
  const parts = file.replace(/^lib\//, '').split('/');
  return file.startsWith('app/api/') ? 'app/api' : (parts[0] ?? '');
}

function isWithin(place: string, allowed: string): boolean {
  return place === allowed || place.startsWith(`${allowed}/`);
}

describe('the house', () => {
  it('has one arrow of imports', () => {
    const offences = production.flatMap((source) => {
      const allowed = MAY_IMPORT[roomOf(source.file)] ?? [];
      const own = source.file.startsWith('lib/adapters/')
        ? [path.posix.dirname(source.file).slice('lib/'.length)]
        : [];
      return importsOf(source)
        .filter((place) => !place.endsWith('.css') && place !== 'package.json')
        .filter((place) => ![...allowed, ...own].some((room) => isWithin(place, room)))
        .map((place) => `${source.file} imports ${place}`);
    });
    expect(offences).toEqual([]);
  });

  it('lets a feature of the page know only itself, shared parts and, for shell and panels, other features', () => {
    const offences = production
      .filter(({ file }) => file.startsWith('components/') && !/^components\/(shell|panels)\//.test(file))
      .flatMap((source) => {
        const own = source.file.split('/').slice(0, 2).join('/');
        return importsOf(source)
          .filter((place) => place.startsWith('components/'))
          .filter((place) => ![own, ...SHARED_COMPONENTS].some((room) => isWithin(place, room)))
          .map((place) => `${source.file} imports ${place}`);
      });
    expect(offences).toEqual([]);
  });

  it('marks every server file as such', () => {
    const unmarked = production
      .filter(({ file }) => file.startsWith('lib/server/'))
      .filter(({ text }) => !text.startsWith("import 'server-only';"));
    expect(unmarked.map(({ file }) => file)).toEqual([]);
  });

  it('keeps clock, chance and environment out of core, contracts and services', () => {
    const ambient = /\bDate\.now\b|\bMath\.random\b|\bprocess\.env\b|new Date\(\)|\bfetch\(/;
    const offenders = production.filter(
      ({ file, text }) => /^lib\/(core|contracts|services)\//.test(file) && ambient.test(text),
    );
    expect(offenders.map(({ file }) => file)).toEqual([]);
  });

  it('has no barrels', () => {
    expect(sources.filter(({ file }) => /\/index\.tsx?$/.test(file)).map(({ file }) => file)).toEqual([]);
  });

  it('sets no markup or code from text (S23)', () => {
    const dangerous = /dangerouslySetInnerHTML|\.innerHTML|\beval\(|new Function\(|document\.write/;
    expect(production.filter(({ text }) => dangerous.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('links to its own pages by what knows the path below which it is', () => {
    const plain = production.filter(
      ({ file, text }) =>
        /^(app|components)\//.test(file) &&
        file !== 'components/ui/own-link.tsx' &&
        /<a\s[^>]*href=(?:["']\/|\{(?!`#|docsAddress))/.test(text),
    );
    expect(plain.map(({ file }) => file)).toEqual([]);
    const asked = production.filter(
      ({ file, text }) =>
        !file.startsWith('app/api/') &&
        /\b(?:fetch|EventSource|preload|address:)\s?\(?['`]\/api\//.test(text),
    );
    expect(asked.map(({ file }) => file)).toEqual([]);
  });

  it('keeps pages and API routes short', () => {
    const long = production.filter(({ file, text }) => {
      const lines = text.split('\n').length;
      if (/^app\/api\/.*route\.ts$/.test(file)) return lines > 40;
      return /^app\/.*page\.tsx$/.test(file) && lines > 60;
    });
    expect(long.map(({ file }) => file)).toEqual([]);
  });
});

describe('the API', () => {
  const routes = production.filter(({ file }) => /^app\/api\/.*route\.ts$/.test(file));
  /** What whoever is not signed in may ask: only how to sign in. */
  const OPEN = /^app\/api\/session\//;
  const handlers = routes.flatMap(({ file, text }) =>
    [...text.matchAll(/^export (?:async )?function ([A-Z]+)\([^]*?\n}/gm)].map(
      ([code = '', method = '']) => ({
        name: `${method} ${file}`,
        isOpen: OPEN.test(file),
        code,
      }),
    ),
  );

  it('is seen whole by these tests', () => {
    const exported = routes.flatMap(({ file, text }) =>
      [...text.matchAll(/^export (?:async )?(?:function|const|let|var) ([A-Z]+)\b/gm)].map(
        ([, method = '']) => `${method} ${file}`,
      ),
    );
    expect(routes.length).toBeGreaterThan(15);
    expect(handlers.map(({ name }) => name).sort()).toEqual(exported.sort());
    // A handler that comes from elsewhere, or by another name, would be none of these.
    expect(
      routes.filter(({ text }) => /^export (\*|\{|default)/m.test(text)).map(({ file }) => file),
    ).toEqual([]);
  });

  it('asks who asks inside each handler, before anything else (S5)', () => {
    const unguarded = handlers.filter(
      ({ code, isOpen }) =>
        !(isOpen ? /\{\n  return answerAnyone\(/ : /\{\n  return answer(With)?\(/).test(code),
    );
    expect(unguarded.map(({ name }) => name)).toEqual([]);
  });

  it('gives handlers nothing but what whoever asks may see (S5)', () => {
    const around = routes.flatMap((source) =>
      importsOf(source)
        .filter((place) => /^server\/(runtime|identity\/see|change-feed)$/.test(place))
        .map((place) => `${source.file} imports ${place}`),
    );
    expect(around).toEqual([]);
  });

  it('is the only thing that knows the mesh: pages are shells (S5)', () => {
    const knowing = production
      .filter(({ file }) => file.startsWith('app/') && !file.startsWith('app/api/'))
      .filter((source) => importsOf(source).some((place) => /^(server|services|adapters)\//.test(place)));
    expect(knowing.map(({ file }) => file)).toEqual([]);
  });
});

describe('the documents', () => {
  const documents = [
    'README.md',
    ...fs
      .readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name.split(path.sep).join('/')}`),
  ];

  it('name only paths that exist', () => {
    const missing = documents.flatMap((document) => {
      const text = fs.readFileSync(path.join(ROOT, document), 'utf8');
      const named = [
        ...text.matchAll(/`((?:app|components|lib|docs|e2e|bench|deploy|public|\.ci)\/[\w./-]+)`/g),
      ];
      const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) =>
        path.posix.join(path.posix.dirname(document), match[1] ?? ''),
      );
      return [...named.map((match) => match[1] ?? ''), ...linked]
        .filter((place) => !fs.existsSync(path.join(ROOT, place)))
        .map((place) => `${document} names ${place}`);
    });
    expect(missing).toEqual([]);
  });

  it('explain every problem of routes', () => {
    const plan = fs.readFileSync(path.join(ROOT, 'lib/core/routing/route-plan.ts'), 'utf8');
    const listed = /type RouteProblemCode =([^;]*);/.exec(plan)?.[1] ?? '';
    const codes = [...listed.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
    const page = fs.readFileSync(path.join(ROOT, 'docs/routing-problems.md'), 'utf8');
    const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(20);
    expect(explained.toSorted()).toEqual(codes.toSorted());
  });

  it('explain every problem code that the API can answer', () => {
    const codes = new Set(
      production
        .filter(({ file }) => /^lib\/(contracts|services|server)\//.test(file))
        .flatMap(({ text }) => [
          ...[...text.matchAll(/\bfail(?:<[^>]*>)?\(\s*'([a-z-]+)'/g)].map((match) => match[1] ?? ''),
          ...[...text.matchAll(/\bcode: '([a-z]+(?:-[a-z]+)+)'/g)].map((match) => match[1] ?? ''),
        ]),
    );
    const unexplained = [...codes].filter(
      (code) => !fs.existsSync(path.join(ROOT, 'docs/errors', `${code}.md`)),
    );
    expect(codes.size).toBeGreaterThan(10);
    expect(unexplained).toEqual([]);
  });
});
