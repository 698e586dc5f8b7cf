import type { MeshTrace } from '../mesh/traces/mesh-span';

/** What stands in for Jaeger's user interface: links that lead here show what they ask for and what that finds. */
export function printPage(
  title: string,
  facts: Readonly<Record<string, string>>,
  traces: readonly MeshTrace[],
): string {
  const rows = traces.map(({ traceId, startUs, endUs, spans }) => {
    const root = spans[0];
    const cells = [
      `<a href="/trace/${encodeURIComponent(traceId)}">${escapeHtml(traceId)}</a>`,
      escapeHtml(new Date(startUs / 1000).toISOString()),
      `${((endUs - startUs) / 1000).toFixed(1)} ms`,
      `${spans.length} spans`,
      escapeHtml(`${root?.service ?? ''}: ${root?.operation ?? ''}`),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const asked = Object.entries(facts).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:14px system-ui;margin:2rem}td{padding:.2rem 1rem .2rem 0}dt{font-weight:600}</style>
<h1>${escapeHtml(title)}</h1>
<p>The simulated mesh answers Jaeger's query API, but has no user interface of Jaeger's. A real one shows this search.</p>
<dl>${asked.join('')}</dl><p>${traces.length} traces</p><table>${rows.join('')}</table></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
