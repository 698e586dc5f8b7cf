import type {
  AnswerFault,
  Fault,
  FaultKind,
  FaultScope,
  FaultServer,
  ShapeFault,
  StandingFault,
  WatchFault,
} from './fault';
import { FaultError, FaultFields } from './fault-fields';

type Action = AnswerFault | ShapeFault | WatchFault | StandingFault;

interface KindRule {
  readonly servers: readonly FaultServer[];
  /** Holds for everything: no path, text or count narrows it. */
  readonly standing?: true;
  readonly read: (fields: FaultFields) => Action;
}

const BOTH = ['prometheus', 'kubernetes'] as const;
const ALL = ['prometheus', 'kubernetes', 'jaeger'] as const;
const PROMETHEUS = ['prometheus'] as const;
const KUBERNETES = ['kubernetes'] as const;
const HOUR_MS = 3_600_000;
const MOST_FAULTS = 100;

const RULES: Readonly<Record<FaultKind, KindRule>> = {
  delay: { servers: ALL, read: (f) => ({ kind: 'delay', ms: f.whole('ms', 0, HOUR_MS) }) },
  drip: { servers: ALL, read: (f) => ({ kind: 'drip', everyMs: f.whole('everyMs', 1, 60_000) }) },
  status: { servers: ALL, read: readStatus },
  empty: { servers: ALL, read: () => ({ kind: 'empty' }) },
  truncate: {
    servers: ALL,
    read: (f) => ({ kind: 'truncate', how: f.choiceOr('how', ['end', 'reset'], 'end') }),
  },
  html: { servers: ALL, read: () => ({ kind: 'html' }) },
  huge: { servers: ALL, read: (f) => ({ kind: 'huge', megabytes: f.wholeOr('megabytes', 1, 2000, 200) }) },
  reset: { servers: ALL, read: () => ({ kind: 'reset' }) },
  redirect: { servers: ALL, read: readRedirect },
  clockSkew: {
    servers: BOTH,
    standing: true,
    read: (f) => ({ kind: 'clockSkew', seconds: f.whole('seconds', -86_400, 86_400) }),
  },
  warnings: { servers: PROMETHEUS, read: readWarnings },
  partial: {
    servers: PROMETHEUS,
    read: (f) => ({ kind: 'partial', series: f.whole('series', 0, 1_000_000) }),
  },
  wrongType: {
    servers: PROMETHEUS,
    read: (f) => ({
      kind: 'wrongType',
      type: f.choiceOr('type', ['scalar', 'string', 'vector', 'matrix'], 'string'),
    }),
  },
  nativeHistograms: {
    servers: PROMETHEUS,
    read: (f) => ({ kind: 'nativeHistograms', every: f.wholeOr('every', 1, 1_000_000, 1) }),
  },
  oddValues: {
    servers: PROMETHEUS,
    read: (f) => ({
      kind: 'oddValues',
      value: f.sampleValue('value'),
      every: f.wholeOr('every', 1, 1_000_000, 1),
    }),
  },
  dropLabels: { servers: PROMETHEUS, standing: true, read: readDropLabels },
  oddSamples: {
    servers: PROMETHEUS,
    standing: true,
    read: (f) => ({
      kind: 'oddSamples',
      value: f.sampleValue('value'),
      ...(f.has('metric') ? { metric: f.text('metric') } : {}),
    }),
  },
  forbid: { servers: KUBERNETES, standing: true, read: readForbid },
  missingGroups: {
    servers: KUBERNETES,
    standing: true,
    read: (f) => ({ kind: 'missingGroups', groups: f.texts('groups') }),
  },
  gone: {
    servers: KUBERNETES,
    read: (f) => ({
      kind: 'gone',
      on: f.choiceOr('on', ['watch', 'list', 'both'], 'both'),
      as: f.choiceOr('as', ['status', 'event'], 'status'),
    }),
  },
  cutWatches: {
    servers: KUBERNETES,
    read: (f) => ({
      kind: 'cutWatches',
      how: f.choiceOr('how', ['end', 'reset'], 'end'),
      afterMs: f.wholeOr('afterMs', 0, HOUR_MS, 0),
    }),
  },
  silentWatches: { servers: KUBERNETES, read: () => ({ kind: 'silentWatches' }) },
};

function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(RULES, text);
}

const KIND_NAMES = Object.keys(RULES).filter(isFaultKind);

/** Reads a list of faults, with the defaults of what they leave out. @throws FaultError with a sentence for people */
export function parseFaults(value: unknown): Fault[] {
  if (!Array.isArray(value)) throw new FaultError('Faults are a list.');
  if (value.length > MOST_FAULTS) throw new FaultError(`There are at most ${MOST_FAULTS} faults.`);
  return value.map((one, index) => parseFault(one, `Fault ${index + 1}`));
}

/** Reads the same list from JSON text. @throws FaultError */
export function parseFaultsJson(text: string): Fault[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FaultError('Faults are a JSON list; this text is no JSON.');
  }
  return parseFaults(value);
}

function parseFault(value: unknown, title: string): Fault {
  const fields = new FaultFields(value, title);
  const kind = fields.choice('kind', KIND_NAMES);
  fields.title = `${title} (${kind})`;
  const rule = RULES[kind];
  const scope: FaultScope = {
    server: fields.choice('server', rule.servers),
    ...(rule.standing === true || !fields.has('path') ? {} : { path: readPath(fields) }),
    ...(rule.standing === true || !fields.has('contains') ? {} : { contains: fields.text('contains') }),
    ...(rule.standing === true || !fields.has('times') ? {} : { times: fields.whole('times', 1, 1_000_000) }),
  };
  const fault: Fault = { ...scope, ...rule.read(fields) };
  fields.finish();
  return fault;
}

function readPath(fields: FaultFields): string {
  const path = fields.text('path');
  if (path.startsWith('/')) return path;
  throw fields.fail('path', 'begins with /');
}

function readStatus(fields: FaultFields): AnswerFault {
  const status = fields.whole('status', 200, 599);
  if (!fields.has('retryAfterSeconds')) return { kind: 'status', status };
  return { kind: 'status', status, retryAfterSeconds: fields.whole('retryAfterSeconds', 0, 86_400) };
}

function readRedirect(fields: FaultFields): AnswerFault {
  const to = fields.text('to');
  // Node refuses control characters in headers, which would only show when the fault strikes.
  if (!/^[\x21-\x7e]+$/.test(to)) throw fields.fail('to', 'is an address');
  return { kind: 'redirect', to, status: fields.wholeOr('status', 300, 399, 302) };
}

function readWarnings(fields: FaultFields): ShapeFault {
  const warnings = fields.textsOr('warnings', []);
  const infos = fields.textsOr('infos', []);
  if (warnings.length + infos.length === 0) throw fields.fail('', 'needs warnings or infos');
  return { kind: 'warnings', warnings, infos };
}

function readDropLabels(fields: FaultFields): StandingFault {
  const labels = fields.texts('labels');
  if (labels.includes('__name__'))
    throw fields.fail('labels', 'cannot hold __name__: no series lives without one');
  return { kind: 'dropLabels', labels };
}

function readForbid(fields: FaultFields): StandingFault {
  const namespaces = fields.textsOr('namespaces', []);
  const resources = fields.textsOr('resources', []);
  if (namespaces.length + resources.length === 0) throw fields.fail('', 'needs namespaces or resources');
  return { kind: 'forbid', namespaces, resources };
}
