import 'server-only';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';

/** The text of a request's body; a problem where it has more bytes than that, of which no more is read. */
export async function readBody(request: Request, mostBytes: number): Promise<Outcome<string>> {
  const tooLarge = fail<string>('body-too-large', `A body has at most ${mostBytes / 1024} KiB.`);
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > mostBytes) return tooLarge;
  if (request.body === null) return succeed('');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      return tooLarge;
    }
    chunks.push(read.value);
  }
  return succeed(new TextDecoder().decode(Buffer.concat(chunks)));
}
