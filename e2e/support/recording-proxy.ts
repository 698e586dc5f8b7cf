import http from 'node:http';

export interface RecordingProxy {
  readonly url: string;
  /** What came, in order: method, path and query as they were written, and the `Host` that was named. */
  readonly requests: { readonly method: string; readonly target: string; readonly host: string }[];
  close(): void;
}

/** Passes everything on to an upstream and writes down what that was asked. */
export async function startRecordingProxy(upstream: string): Promise<RecordingProxy> {
  const requests: { method: string; target: string; host: string }[] = [];
  const { hostname, port } = new URL(upstream);
  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, target: url, host: headers.host ?? '' });
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
