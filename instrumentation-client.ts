import * as z from 'zod';

/**
 * Runs in the browser before anything else. zod compiles its checks where it may, and tries whether it may; the content security
 * policy of our pages says no, and counts the question as a violation.
 */
z.config({ jitless: true });
