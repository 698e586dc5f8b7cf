/** An upstream's address, taken apart. */
export interface BaseUrl {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: string;
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws TypeError when `text` is no http or https URL; the error does not repeat it, it may hold a password */
export function readBaseUrl(text: string): BaseUrl {
  if (!URL.canParse(text)) throw new TypeError('the upstream address is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('the upstream address must be http or https');
  const user = decodePart(url.username);
  const password = decodePart(url.password);
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return {
    protocol: url.protocol,
    // Node wants an IPv6 address without its brackets.
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port,
    prefix: url.pathname.replace(/\/+$/, ''),
    headers: user === '' && password === '' ? {} : { authorization: `Basic ${basic}` },
  };
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
