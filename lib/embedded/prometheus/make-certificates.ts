import path from 'node:path';
import { runBinary } from './run-binary';

/** Paths of PEM files. */
export interface Certificates {
  readonly caFile: string;
  /** For `serverName` and 127.0.0.1. */
  readonly server: { readonly certFile: string; readonly keyFile: string };
  readonly client: { readonly certFile: string; readonly keyFile: string };
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of its own with a server and a client, for tests. Needs `openssl` on PATH; the folder must exist. */
export async function makeCertificates(folder: string, serverName: string): Promise<Certificates> {
  const at = (name: string) => path.join(folder, name);
  await runBinary('openssl', [
    ...['req', '-x509', ...KEY, '-days', '2', '-subj', '/CN=Telltale tests'],
    ...['-keyout', at('ca.key'), '-out', at('ca.pem')],
  ]);
  const issue = async (name: string, extension: string) => {
    const files = { certFile: at(`${name}.pem`), keyFile: at(`${name}.key`) };
    await runBinary('openssl', [
      ...['req', ...KEY, '-subj', `/CN=${name}`, '-addext', extension],
      ...['-keyout', files.keyFile, '-out', at(`${name}.csr`)],
    ]);
    await runBinary('openssl', [
      ...['x509', '-req', '-days', '2', '-copy_extensions', 'copy', '-in', at(`${name}.csr`)],
      ...['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-out', files.certFile],
    ]);
    return files;
  };
  return {
    caFile: at('ca.pem'),
    server: await issue('server', `subjectAltName=DNS:${serverName},IP:127.0.0.1`),
    client: await issue('client', 'extendedKeyUsage=clientAuth'),
  };
}
