import { formatValue } from '../../lib/embedded/promql/format-value';
import type { Label, Series } from './call-series';
import { scrape, type Scrapes } from './scrapes';

/** OpenMetrics text of series that come metric by metric. */
export async function* printSamples(all: Iterable<Series>, scrapes: Scrapes): AsyncGenerator<string> {
  let metric = '';
  for (const series of all) {
    let text = series.metric === metric ? '' : `# TYPE ${series.metric} unknown\n`;
    ({ metric } = series);
    const labels = [...series.teller.labels, ...series.labels].map(printLabel).join(',');
    for (const { value, atSeconds } of scrape(series, scrapes))
      text += `${metric}{${labels}} ${formatValue(value)} ${atSeconds}\n`;
    yield text;
  }
  yield '# EOF\n';
}

function printLabel([name, value]: Label): string {
  return `${name}=${JSON.stringify(value)}`;
}
