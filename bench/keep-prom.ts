import { startRealPrometheus } from '../lib/embedded/prometheus/real-prometheus';
import { writeMeshSamples, countSeries } from './server/mesh-samples';
import fs from 'node:fs';
const n = Number(process.argv[2]);
const at = 1_800_000_000;
async function* stream(){ yield* writeMeshSamples({workloads:n},{fromSeconds:at-480,toSeconds:at+240}); }
const t=performance.now();
const p = await startRealPrometheus(stream());
fs.writeFileSync('/tmp/prom-'+n, p.url); console.log(n,p.url,(performance.now()-t).toFixed(0),countSeries({workloads:n}));
process.on('SIGTERM',()=>void p.close().then(()=>process.exit(0)));
setInterval(()=>{},1e6);
