import fs from 'node:fs';
import { createPrometheusClient } from '../lib/adapters/prometheus/client';
import { createTelemetry } from '../lib/adapters/prometheus/telemetry';
import { parseGraphRequest } from '../lib/contracts/graph-request';
import { getMeshGraph } from '../lib/services/get-mesh-graph';
import { SourceLedger } from '../lib/services/source-ledger';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
const n = Number(process.argv[2]);
const at = 1_800_000_000;
const url = fs.readFileSync('/tmp/prom-'+n,'utf8');
const prometheus = createPrometheusClient({ url, deadlineMs: 120_000 });
const raw = createTelemetry(prometheus);
const telemetry = { ...raw, serverTime: async()=>({seconds:at+100,query:{text:'t',durationMs:0}}) };
const ports = { telemetry, ledger: new SourceLedger(()=>Date.now()/1000), nowSeconds:()=>Date.now()/1000 };
const d = monitorEventLoopDelay({resolution:5}); d.enable();
for (let i=0;i<Number(process.argv[3]??4);i++){
  const r = parseGraphRequest(new URLSearchParams({window:'5m', at:String(at-i)}));
  if(!r.ok) throw new Error('x');
  d.reset(); let t=performance.now(); const c=process.cpuUsage();
  const g = await getMeshGraph(ports, r.value);
  const w=performance.now()-t; const cu=process.cpuUsage(c);
  if (g.ok) { const t2=performance.now(); const s=JSON.stringify(g.value); const js=performance.now()-t2; console.log('wall',w.toFixed(0),'cpu',((cu.user+cu.system)/1000).toFixed(0),'stall',(d.max/1e6).toFixed(0),'rss',(process.memoryUsage.rss()/2**20).toFixed(0),'up',g.value.queries.map(q=>q.durationMs).join(','),g.value.nodes.length,g.value.edges.length,'json',s.length,js.toFixed(0),'gz',gzipSync(s).length, g.value.edges.filter(e=>e.latencyMs).length, g.value.warnings.map(w=>w.message).slice(0,2), g.value.sources.prometheus.status); if(i==0) fs.writeFileSync('/tmp/answer-'+n+'.json',s) }
}
prometheus.close();
