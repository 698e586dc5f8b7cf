import fs from 'node:fs/promises';

/** What Linux tells of a process. */
export interface ProcessFigures {
  readonly residentMegabytes: number;
  /** Sockets of any kind that it holds. */
  readonly sockets: number;
  /** Used so far, by the process itself and the kernel for it. */
  readonly cpuSeconds: number;
}

/** Of Linux, on all common machines. */
const TICKS_PER_SECOND = 100;

/** Rejects when there is no such process any more. */
export async function readProcess(pid: number): Promise<ProcessFigures> {
  const [status, stat, descriptors] = await Promise.all([
    fs.readFile(`/proc/${pid}/status`, 'utf8'),
    fs.readFile(`/proc/${pid}/stat`, 'utf8'),
    fs.readdir(`/proc/${pid}/fd`),
  ]);
  const links = await Promise.all(
    descriptors.map((name) => fs.readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  // The name in brackets may hold anything, so fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    residentMegabytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024,
    sockets: links.filter((link) => link.startsWith('socket:')).length,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}
