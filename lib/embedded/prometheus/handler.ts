import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, toApiError } from './api-error';
import { answerMetadata } from './metadata-endpoint';
import type { PrometheusOptions } from './options';
import { answerQuery, answerQueryRange } from './query-endpoints';
import { readRequest, type ApiRequest } from './read-request';
import { answerJson, sendAnswer, sendError, sendText, type Answer } from './reply';
import { answerLabels, answerLabelValues, answerSeries } from './series-endpoints';
import { answerStatus } from './status-endpoints';
import { answerTargets } from './targets-endpoint';

const TAKES_POST = new Set(['query', 'query_range', 'series', 'labels']);

/**
 * The Prometheus HTTP API (`/api/v1/…`, `/-/healthy`, `/-/ready`) over a source of series.
 * Never rejects and never throws: failures become the API's error envelope.
 */
export function createPrometheusHandler(
  options: PrometheusOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    const abort = new AbortController();
    res.on('close', () => abort.abort());
    handle(options, req, res, abort.signal).catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else if (!res.destroyed) sendError(res, toApiError(error));
    });
  };
}

async function handle(
  options: PrometheusOptions,
  req: IncomingMessage,
  res: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const path = (req.url ?? '/').split('?')[0] ?? '/';
  if (path === '/-/healthy') return sendText(res, 200, 'Prometheus Server is Healthy.\n');
  if (path === '/-/ready') return sendText(res, 200, 'Prometheus Server is Ready.\n');
  const name = /^\/api\/v1\/(.+)$/.exec(path)?.[1];
  if (name === undefined) return sendText(res, 404, '404 page not found\n');
  const method = req.method ?? 'GET';
  if (method !== 'GET' && !(method === 'POST' && TAKES_POST.has(name))) {
    res.setHeader('Allow', TAKES_POST.has(name) ? 'GET, POST' : 'GET');
    return sendText(res, 405, 'Method Not Allowed\n');
  }
  let request: ApiRequest;
  try {
    request = await readRequest(req);
  } catch (error) {
    // What is left of an oversized body is not worth reading.
    res.setHeader('Connection', 'close');
    throw error;
  }
  const answer = await route(options, name, request.params, signal);
  if (answer === undefined) return sendText(res, 404, '404 page not found\n');
  return sendAnswer(req, res, answer);
}

async function route(
  options: PrometheusOptions,
  name: string,
  params: URLSearchParams,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  switch (name) {
    case 'query':
      return answerQuery(options, params, signal);
    case 'query_range':
      return answerQueryRange(options, params, signal);
    case 'series':
      return answerSeries(options, params);
    case 'labels':
      return answerLabels(options, params);
    case 'query_exemplars':
      throw new ApiError('execution', 'exemplars are not supported by the embedded engine');
    case 'metadata':
      return answerMetadata(options, params);
    case 'targets':
      return answerTargets(options, params);
    case 'rules':
      return answerJson({ groups: [] });
    case 'alerts':
      return answerJson({ alerts: [] });
  }
  const status = /^status\/([a-z]+)$/.exec(name)?.[1];
  if (status !== undefined) return answerStatus(options, status);
  const label = /^label\/([^/]+)\/values$/.exec(name)?.[1];
  if (label !== undefined) return answerLabelValues(options, params, decodeLabel(label));
  return undefined;
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError('bad_data', `invalid label name: "${text}"`);
  }
}
