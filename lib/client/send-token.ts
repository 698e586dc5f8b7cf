import * as z from 'zod';
import { fetchJson } from './fetch-json';

/** Signs in with a token of the cluster. @throws RequestFailure */
export async function sendToken(token: string): Promise<void> {
  await fetchJson(z.undefined(), '/api/session', { body: { token } });
}
