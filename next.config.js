/** @type {import('next').NextConfig} */
module.exports = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  images: { unoptimized: true },
  // The Kubernetes client reads files and environment at run time: it stays an ordinary Node module.
  serverExternalPackages: ['@kubernetes/client-node', 'prometheus-query', 'pino'],
};
