import 'server-only';
import { isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type * as z from 'zod';
import type { HealthRules } from '@/lib/core/health/health-rules';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { healthFileSchema, toHealthRules, wrappedHealthFileSchema } from './health-file-schema';

const MAX_LENGTH = 1024 * 1024;

type Path = readonly PropertyKey[];

/**
 * Reads health rules from YAML or JSON. What cannot be used is one sentence without a full stop, that names the place
 * in the file.
 */
export function readHealthFile(text: string): Outcome<HealthRules> {
  if (text.length > MAX_LENGTH) return refuse('the file is larger than 1 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const what = error.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : error.message;
    return refuse(`line ${lines.linePos(error.pos[0]).line} is not valid YAML: ${what.replace(/\.$/, '')}`);
  }
  const data = toData(document);
  if (!data.ok) return data;
  const read = parse(data.value);
  if (read.success) return succeed(read.data);
  const [issue] = read.error.issues;
  if (issue === undefined) return refuse('the file cannot be used');
  return refuse(explain(issue, (path) => lineOf(document, lines, path)));
}

/** Aliases that unfold without end only show now. */
function toData(document: Document): Outcome<unknown> {
  try {
    return succeed(document.toJS());
  } catch (error) {
    return refuse(
      error instanceof Error ? `the file cannot be unfolded: ${error.message}` : 'the file cannot be used',
    );
  }
}

function parse(data: unknown): z.ZodSafeParseResult<HealthRules> {
  if (typeof data !== 'object' || data === null || !('health_config' in data)) {
    return healthFileSchema.transform(toHealthRules).safeParse(data);
  }
  return wrappedHealthFileSchema
    .transform(({ health_config, latency }) =>
      toHealthRules({
        rate: health_config.rate,
        latency: [...(health_config.latency ?? []), ...(latency ?? [])],
      }),
    )
    .safeParse(data);
}

function explain(issue: z.core.$ZodIssue, lineAt: (path: Path) => number | undefined): string {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0] ?? ''];
    return `${tellPlace(path, lineAt(path))} is no known field`;
  }
  if (issue.path.length === 0) return 'the file holds no rate or latency rules';
  return `${tellPlace(issue.path, lineAt(issue.path))} ${issue.message}`;
}

function tellPlace(path: Path, line: number | undefined): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${place.replace(/^\./, '')}${line === undefined ? '' : ` in line ${line}`}`;
}

/** The line of a field, or of the nearest one around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | undefined {
  let node: unknown = document.contents;
  let at: number | undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(part));
      if (pair === undefined) break;
      at = startOf(pair.key) ?? at;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      at = startOf(node) ?? at;
    } else break;
  }
  return at === undefined ? undefined : lines.linePos(at).line;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function refuse<T>(message: string): Outcome<T> {
  return fail('invalid-configuration', message);
}
