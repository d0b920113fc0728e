/**
 * The arrows of docs/architecture.md:
 *   cli, console → service → pipeline → stages → documents, activity
 *   connectors/* → the port, documents, activity
 * Stages know earlier stages only, in the order in which an event travels.
 */
const STAGES = ['entities', 'baselines', 'detection', 'correlation', 'analyst', 'triage', 'response'];
const FOUNDATION = '^src/(documents|activity)/|^src/errors[.]ts$';
const TEST = '[.]test[.]ts$';
/** `node:net` is left to the linter, which lets its address tests through. */
const HOST_MODULES = '^(node:)?(fs|fs/promises|tls|http|https|http2|dgram|dns|child_process|cluster|worker_threads|readline|timers)$';

/** Everything a room may import inside the repository, itself and the foundation included. */
const mayKnow = (room, others) => ({
  name: `${room}-knows-only`,
  comment: `src/${room} may know ${['itself', 'documents', 'activity', 'errors', ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: TEST },
  to: {
    path: '^(src|connectors|bench|test|scripts)/',
    pathNot: [`^src/(${[room, ...others].join('|')})/`, FOUNDATION],
  },
});

/** Stages may use what configuration is checked with; both stand above the foundation. */
const CONFIG = ['config'];
/** The files of pure rooms that read or write on behalf of cli and pipeline; no other file of these rooms may know them. */
const DOORS = '^src/(simulation/write-estate|config/read-content-folder)[.]ts$';

const pureRooms = ['activity', 'documents', 'config', 'exposure', 'readiness', 'profiles', 'panels', 'simulation', ...STAGES];

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle of modules has no bottom from which to understand it',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'An import must resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-dependencies',
      comment: 'What ships must be in dependencies',
      severity: 'error',
      from: { path: '^(src|connectors)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-knows-tests-or-bench',
      comment: 'Tests and benchmarks look at the program, never the other way round',
      severity: 'error',
      from: { path: '^(src|connectors)/', pathNot: TEST },
      to: { path: `^(test|bench|scripts)/|${TEST}` },
    },
    {
      name: 'foundation-knows-only-itself',
      comment: 'documents and activity stand on nothing else',
      severity: 'error',
      from: { path: '^src/(documents|activity)/', pathNot: TEST },
      to: { path: '^(src|connectors)/', pathNot: FOUNDATION },
    },
    ...STAGES.map((stage, index) => mayKnow(stage, [...STAGES.slice(0, index), ...CONFIG])),
    ...['exposure', 'readiness'].map((room) => mayKnow(room, [...STAGES, ...CONFIG])),
    mayKnow('profiles', [...STAGES, ...CONFIG]),
    mayKnow('panels', ['config', 'report']),
    mayKnow('simulation', []),
    mayKnow('report', []),
    mayKnow('config', []),
    {
      name: 'connectors-know-only-the-port',
      comment: 'A connector knows documents, activity and the port',
      severity: 'error',
      from: { path: '^connectors/', pathNot: TEST },
      to: { path: '^src/', pathNot: FOUNDATION },
    },
    {
      name: 'connectors-do-not-know-each-other',
      comment: 'Each SIEM stands alone',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/', pathNot: TEST },
      to: { path: '^connectors/[^/]+/', pathNot: '^connectors/$1/' },
    },
    {
      name: 'port-has-no-code',
      comment: 'The port is interfaces and their promises',
      severity: 'error',
      from: { path: '^connectors/connector[.]ts$' },
      to: { dependencyTypesNot: ['type-only'], pathNot: '^connectors/connector[.]ts$' },
    },
    {
      name: 'pipeline-does-not-know-the-front',
      comment: 'cli and console use the service and the pipeline, never the other way round',
      severity: 'error',
      from: { path: '^src/pipeline/', pathNot: TEST },
      to: { path: '^src/(cli|console|service)/' },
    },
    {
      name: 'service-knows-the-port-alone',
      comment: 'The service works on any platform and does not know the front',
      severity: 'error',
      from: { path: '^src/service/', pathNot: TEST },
      to: { path: '^(src/(cli|console|report|simulation)/|connectors/.+/)' },
    },
    {
      name: 'pure-rooms-touch-no-host',
      comment: 'Files, sockets, processes and threads belong to connectors, pipeline, console and cli',
      severity: 'error',
      from: { path: `^src/(${pureRooms.join('|')})/`, pathNot: [TEST, DOORS] },
      to: { dependencyTypes: ['core'], path: HOST_MODULES },
    },
    {
      name: 'only-the-front-uses-doors',
      comment: 'A pure room must not reach files through a file that may',
      severity: 'error',
      from: { path: '^(src|connectors)/', pathNot: [TEST, '^src/(pipeline|service|cli|console)/'] },
      to: { path: DOORS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
