import path from 'node:path';
import { defineConfig } from 'vitest/config';

const alias = {
  '@': path.resolve(import.meta.dirname),
  // Next replaces `server-only` by an empty module on the server; plain Node has no such condition.
  'server-only': path.resolve(import.meta.dirname, 'node_modules/server-only/empty.js'),
};

/** Laws that are tried on thousands of meshes or texts: too many for a minute. */
const LAWS = [
  'lib/contracts/graph.prop.test.ts',
  'lib/core/graph/build-graph.prop.test.ts',
  'lib/core/graph/describe-graph.prop.test.ts',
  'lib/core/graph/hostile-labels.prop.test.ts',
  'lib/core/health/judge-graph.prop.test.ts',
  'lib/core/policy/decide-call.prop.test.ts',
  'lib/core/promql/promql.prop.test.ts',
  'lib/core/routing/plan-routes.prop.test.ts',
  'lib/core/splits/judge-route.prop.test.ts',
  'lib/core/splits/split-simulation.test.ts',
  'lib/embedded/mesh/simulated-mesh.prop.test.ts',
  'lib/embedded/mesh/traces/simulated-traces.prop.test.ts',
  'lib/embedded/worlds/large/large-world.prop.test.ts',
  'lib/services/observed-policies-truth.test.ts',
  'lib/services/readiness-truth.test.ts',
  'lib/services/routing-truth.test.ts',
  'lib/services/what-if-truth.test.ts',
];

/** Seeds are fixed here, so that a run tells of the code and not of luck; `TELLTALE_LAW_SEED=random` goes looking. */
const setupFiles = ['.ci/fix-seed.mjs'];

/** What needs its time on an idle machine is late now and then on a shared one. */
const retry = process.env['CI'] ? 1 : 0;

export default defineConfig({
  resolve: { alias },
  test: {
    // The default leaves one of two cores idle.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{app,components,lib,.ci}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/*.contract.test.ts', '**/node_modules/**', ...LAWS],
          environment: 'node',
          setupFiles,
          retry,
          // Modules hold no state, so files may share them: loading them anew for each file takes as long as the tests.
          isolate: false,
          // Laws are tried on thousands of meshes: on a busy machine that takes its time.
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: { name: 'laws', include: LAWS, environment: 'node', setupFiles, retry, testTimeout: 120_000 },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['{lib,bench}/**/*.contract.test.ts'],
          environment: 'node',
          setupFiles,
          retry,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
