// Loaded into the measured application by `--import`: tells from inside what it costs. Asked over loopback.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const port = Number(process.env.BENCH_PROBE_PORT);
if (port > 0) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let since = process.cpuUsage();
  let peak = 0;
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  setInterval(look, 20).unref();
  createServer((request, response) => {
    if (request.url === '/reset') {
      delay.reset();
      since = process.cpuUsage();
      peak = 0;
    }
    if (request.url === '/collect') globalThis.gc?.();
    look();
    const { user, system } = process.cpuUsage(since);
    const { heapUsed, rss } = process.memoryUsage();
    response.end(
      JSON.stringify({
        cpuMs: (user + system) / 1000,
        stallMs: delay.max / 1e6,
        peakMiB: peak / 2 ** 20,
        rssMiB: rss / 2 ** 20,
        heapMiB: heapUsed / 2 ** 20,
      }),
    );
  })
    .listen(port, '127.0.0.1')
    .unref();
}
