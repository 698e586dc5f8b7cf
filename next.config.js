import { BASE_PATH_MARK } from './deploy/base-path-mark.mjs';

/** Headers of answers are not here: lib/server/edge sets them, of failures and files, too. */
export default function configure(phase) {
  const basePath = phase === 'phase-production-build' ? BASE_PATH_MARK : '';
  /** @type {import('next').NextConfig} */
  const config = {
    output: 'standalone',
    poweredByHeader: false,
    reactStrictMode: true,
    agentRules: false,
    basePath,
    env: { NEXT_PUBLIC_BASE_PATH: basePath },
    images: { unoptimized: true },
    // Types are checked by `npm run verify`, tests included: a build need not do it again.
    typescript: { ignoreBuildErrors: true },
    // The Kubernetes client reads files and environment at run time: it stays an ordinary Node module.
    serverExternalPackages: ['@kubernetes/client-node', 'prometheus-query', 'pino'],
  };
  return config;
}
