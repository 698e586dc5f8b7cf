import { isMap, isSeq, LineCounter, parseAllDocuments, type Document, type ParsedNode } from 'yaml';
import type { DocumentProblem } from '@/lib/contracts/what-if';
import { asArray, asObject, asText, isJsonObject, type JsonObject } from '@/lib/core/kubernetes/json';
import { checkYamlSize } from './check-yaml-size';

/** An object that somebody wants to apply. */
export interface PastedObject {
  /** Which document, from 1. */
  readonly document: number;
  readonly object: JsonObject;
  /** Where it begins in the text, from 1. */
  readonly line: number;
  /** Where each of its rules, or of a VirtualService's HTTP routes, begins, from 1. */
  readonly ruleLines: readonly number[];
}

export interface PastedObjects {
  readonly objects: readonly PastedObject[];
  readonly problems: readonly DocumentProblem[];
}

const MOST_DOCUMENTS = 50;
/** Objects that may be repeated by aliases: more make a short text long. */
const MOST_ALIASES = 50;
const MOST_PROBLEMS = 20;

/**
 * Reads YAML as `kubectl apply` does: several documents, and lists of objects. A document that cannot be read is left
 * out with a problem. Never throws, whatever the text.
 */
export function readDocuments(text: string): PastedObjects {
  const problems: DocumentProblem[] = [];
  const objects: PastedObject[] = [];
  const lines = new LineCounter();
  const documents = parse(text, lines, problems);
  if (documents.length > MOST_DOCUMENTS) {
    const message = `At most ${MOST_DOCUMENTS} documents are looked at; there are ${documents.length}.`;
    problems.push({ code: 'too-many-documents', message, document: MOST_DOCUMENTS + 1, isLeftOut: true });
  }
  for (const [index, document] of documents.slice(0, MOST_DOCUMENTS).entries())
    readDocument(document, index + 1, lines, { objects, problems });
  return { objects, problems: problems.slice(0, MOST_PROBLEMS) };
}

const TOO_LARGE = {
  deep: { code: 'invalid-yaml', message: 'The text is nested too deeply to be read.' },
  many: { code: 'documents-too-large', message: 'The text has more parts than are read.' },
} as const;

function parse(text: string, lineCounter: LineCounter, problems: DocumentProblem[]): Document.Parsed[] {
  const size = checkYamlSize(text);
  if (size !== undefined) {
    problems.push({ ...TOO_LARGE[size], document: 1, isLeftOut: true });
    return [];
  }
  // To look for equal keys takes time with the square of their number; the last one counts, as it does for kubectl.
  const options = { lineCounter, logLevel: 'silent', prettyErrors: false, uniqueKeys: false } as const;
  const parsed = parseAllDocuments(text, options);
  return Array.isArray(parsed) ? parsed : [];
}

interface Found {
  readonly objects: PastedObject[];
  readonly problems: DocumentProblem[];
}

function readDocument(document: Document.Parsed, number: number, lines: LineCounter, found: Found): void {
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    found.problems.push({
      code: 'invalid-yaml',
      message: `It is not valid YAML: ${firstSentence(error.message)}`,
      document: number,
      line,
      isLeftOut: true,
    });
    return;
  }
  const value = toValue(document);
  if (value === undefined) {
    const message = 'It repeats itself by so many aliases that it is not read.';
    found.problems.push({ code: 'too-many-aliases', message, document: number, isLeftOut: true });
    return;
  }
  // Nothing between two dashes is nothing to apply.
  if (value === null) return;
  if (!isJsonObject(value)) {
    const message = 'It is no object of Kubernetes.';
    found.problems.push({ code: 'unsupported-kind', message, document: number, isLeftOut: true });
    return;
  }
  const isList = asText(value['kind'])?.endsWith('List') === true && Array.isArray(value['items']);
  if (!isList) {
    found.objects.push({ document: number, object: value, ...linesOf(document, [], lines) });
    return;
  }
  for (const [index, item] of asArray(value['items']).entries())
    found.objects.push({
      document: number,
      object: asObject(item),
      ...linesOf(document, ['items', index], lines),
    });
}

/** Plain data; undefined where aliases would make too much of it. */
function toValue(document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return value ?? null;
  } catch {
    return undefined;
  }
}

function linesOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  lines: LineCounter,
): Pick<PastedObject, 'line' | 'ruleLines'> {
  const lineOf = (node: unknown) => {
    const range = isMap(node) || isSeq(node) ? (node as ParsedNode).range : undefined;
    return range === undefined || range === null ? 1 : lines.linePos(range[0]).line;
  };
  const rules = ['rules', 'http']
    .map((field): unknown => document.getIn([...path, 'spec', field], true))
    .find((node) => isSeq(node));
  return {
    line: lineOf(document.getIn([...path], true)),
    ruleLines: rules === undefined ? [] : rules.items.map(lineOf),
  };
}

/** Parsers quote what they read, in many lines. */
function firstSentence(text: string): string {
  const [first = ''] = text.split('\n');
  return first.length > 200 ? `${first.slice(0, 200)}…` : first;
}
