import type { TraceQuery } from './plan-queries';

/** Where people's browsers reach the tracing backend's own pages. */
export type TraceUi =
  | { readonly kind: 'jaeger'; readonly url: string }
  /** Grafana's Explore, for Tempo. */
  | { readonly kind: 'grafana'; readonly url: string; readonly datasource: string; readonly org: number }
  /** Any other: an address with the places `{service}`, `{traceId}`, `{startMs}` and `{endMs}`. */
  | { readonly kind: 'template'; readonly search?: string; readonly trace?: string };

/** A search in absolute times: a link that is shared shows the same later. */
export interface LinkedSearch extends TraceQuery {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly minDurationMs?: number;
  readonly limit: number;
}

/** The page on which the backend shows a search; undefined where it has none. */
export function searchLink(ui: TraceUi, search: LinkedSearch): string | undefined {
  const { service, tags, startSeconds, endSeconds, minDurationMs, limit } = search;
  switch (ui.kind) {
    case 'jaeger':
      return pageOf(ui.url, ['search'], {
        service,
        ...(Object.keys(tags).length === 0 ? {} : { tags: JSON.stringify(tags) }),
        start: String(Math.floor(startSeconds * 1e6)),
        end: String(Math.ceil(endSeconds * 1e6)),
        lookback: 'custom',
        limit: String(limit),
        ...(minDurationMs === undefined ? {} : { minDuration: `${Math.round(minDurationMs * 1000)}us` }),
      });
    case 'grafana':
      return exploreLink(ui, printTraceQl(search), startSeconds, endSeconds);
    case 'template':
      return fillTemplate(ui.search, {
        service,
        startMs: String(Math.floor(startSeconds * 1000)),
        endMs: String(Math.ceil(endSeconds * 1000)),
      });
  }
}

/** The page of one trace, with a span of it pointed out where that is possible. */
export function traceLink(
  ui: TraceUi,
  traceId: string,
  { spanId, startSeconds, endSeconds }: { spanId?: string; startSeconds: number; endSeconds: number },
): string | undefined {
  // The backend's own ids are plain; anything else might lead to another page.
  if (!/^[\w-]{1,128}$/.test(traceId)) return undefined;
  switch (ui.kind) {
    case 'jaeger':
      return pageOf(ui.url, ['trace', traceId], spanId === undefined ? {} : { uiFind: spanId });
    case 'grafana':
      return exploreLink(ui, traceId, startSeconds, endSeconds);
    case 'template':
      return fillTemplate(ui.trace, {
        traceId,
        startMs: String(Math.floor(startSeconds * 1000)),
        endMs: String(Math.ceil(endSeconds * 1000)),
      });
  }
}

/** TraceQL of a search. Texts are quoted as Go quotes them, so that nothing in them ends the text. */
export function printTraceQl({
  service,
  tags,
  minDurationMs,
}: TraceQuery & { minDurationMs?: number }): string {
  const { error, 'http.status_code': status, ...others } = tags;
  const conditions = [
    `resource.service.name = ${quote(service)}`,
    ...Object.entries(others).map(([name, value]) => `span.${attribute(name)} = ${quote(value)}`),
    ...(status === undefined ? [] : [hasStatus(status)]),
    ...(error === 'true' ? ['status = error'] : []),
    ...(minDurationMs === undefined ? [] : [`duration >= ${Math.round(minDurationMs * 1000)}us`]),
  ];
  return `{ ${conditions.join(' && ')} }`;
}

/** Envoy writes a status as a text, others as a number and under its newer name; TraceQL tells these apart. */
function hasStatus(status: string): string {
  const values = [quote(status), ...(/^\d{3}$/.test(status) ? [status] : [])];
  const names = ['http.status_code', 'http.response.status_code'];
  const either = names.flatMap((name) => values.map((value) => `span.${name} = ${value}`));
  return `(${either.join(' || ')})`;
}

function quote(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

/** Names with other signs are quoted. */
function attribute(name: string): string {
  return /^[A-Za-z_][\w.]*$/.test(name) ? name : quote(name);
}

function exploreLink(
  { url, datasource, org }: Extract<TraceUi, { kind: 'grafana' }>,
  query: string,
  startSeconds: number,
  endSeconds: number,
): string | undefined {
  const panes = {
    a: {
      datasource,
      queries: [{ refId: 'A', datasource: { type: 'tempo', uid: datasource }, queryType: 'traceql', query }],
      range: {
        from: String(Math.floor(startSeconds * 1000)),
        to: String(Math.ceil(endSeconds * 1000)),
      },
    },
  };
  return pageOf(url, ['explore'], { schemaVersion: '1', orgId: String(org), panes: JSON.stringify(panes) });
}

/** Below a configured address; what is put in stays within its part of the path or its parameter. */
function pageOf(
  base: string,
  path: readonly string[],
  parameters: Readonly<Record<string, string>>,
): string | undefined {
  const clean = path.map(encodePart);
  if (!URL.canParse(base)) return undefined;
  const query = Object.entries(parameters).map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`);
  const start = base.split(/[?#]/)[0]?.replace(/\/+$/, '') ?? '';
  return `${start}/${clean.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Values go into a path or a query; an address whose origin would depend on them is none. */
function fillTemplate(
  template: string | undefined,
  values: Readonly<Record<string, string>>,
): string | undefined {
  if (template === undefined) return undefined;
  const filled = template.replaceAll(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? encodePart(values[name] ?? '') : place,
  );
  if (!URL.canParse(template) || !URL.canParse(filled)) return undefined;
  return new URL(filled).origin === new URL(template).origin ? filled : undefined;
}

/** `encodeURIComponent` throws on halves of characters, and lets some signs pass that end links in texts. */
function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
