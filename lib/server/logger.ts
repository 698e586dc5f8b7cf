import 'server-only';
import pino from 'pino';

/** One JSON line an event. Never log headers, tokens, addresses with credentials or PromQL. */
export const logger = pino({ name: 'telltale', level: process.env['TELLTALE_LOG_LEVEL'] ?? 'info' });
