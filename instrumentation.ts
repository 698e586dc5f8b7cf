/** Runs once when the server starts: bad configuration must show at once, not at the first request. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { startServer } = await import('@/lib/server/start-server');
  await startServer();
}
