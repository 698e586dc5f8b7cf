import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export interface Account {
  readonly email: string;
  readonly email_verified: boolean;
  readonly groups: readonly string[];
}

export interface IdentityProvider {
  readonly issuer: string;
  /** Who signs in next. */
  account: Account;
  close(): Promise<void>;
}

export interface ClientOfProvider {
  readonly id: string;
  readonly secret: string;
  /** Our own address for browsers. */
  readonly publicUrl: string;
}

/** A certified OpenID provider on loopback, at which everybody signs in at once. */
export async function startIdentityProvider(client: ClientOfProvider, port = 0): Promise<IdentityProvider> {
  let handle: ReturnType<Provider['callback']> = (_request, response) => void response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The provider has no TCP address.');
  const issuer = `http://127.0.0.1:${address.port}`;
  const running: IdentityProvider = {
    issuer,
    account: { email: 'ann@telltale.test', email_verified: true, groups: [] },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${client.publicUrl}/api/session/callback`],
        post_logout_redirect_uris: [`${client.publicUrl}/sign-in`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'], profile: [] },
    conformIdTokenClaims: false,
    pkce: { required: () => true, methods: ['S256'] },
    cookies: { keys: ['a key of the test alone'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: () => '/interaction' },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...running.account }),
    }),
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith('/interaction')) return callback(request, response);
    finish(provider, running, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
  return running;
}

async function finish(
  provider: Provider,
  { account }: IdentityProvider,
  ...exchange: Parameters<ReturnType<Provider['callback']>>
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(...exchange);
  if (prompt.name === 'login')
    return provider.interactionFinished(...exchange, { login: { accountId: account.email } });
  const grant = new provider.Grant({
    accountId: session?.accountId ?? account.email,
    clientId: params.client_id,
  });
  grant.addOIDCScope('openid email profile groups');
  return provider.interactionFinished(...exchange, { consent: { grantId: await grant.save() } });
}
