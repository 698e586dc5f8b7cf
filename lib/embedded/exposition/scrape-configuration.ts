/** A Prometheus configuration that scrapes every proxy of an embedded mesh, with the labels that Istio's sample adds. */
export function scrapeConfiguration(expositionUrl: string, scrapeIntervalSeconds: number): string {
  return [
    'global:',
    `  scrape_interval: ${scrapeIntervalSeconds}s`,
    'scrape_configs:',
    '  - job_name: kubernetes-pods',
    '    honor_labels: true',
    '    http_sd_configs:',
    `      - url: ${expositionUrl}/targets`,
    '        refresh_interval: 5s',
    '',
  ].join('\n');
}
