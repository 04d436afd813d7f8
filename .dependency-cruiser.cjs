/**
 * The layers of src/, lowest first. A layer imports itself and what `below` reaches, directly or through others:
 * facts -> graph -> walk -> verdict -> report, with disk, AWS, HTTP and argv at the edge.
 * Every other import between layers is an error; the sentence is what the offender reads.
 */
const layers = {
  net: { below: [], because: 'net is an algebra of values: it knows no AWS word and nothing else of this product.' },
  snapshot: {
    below: ['net'],
    because: 'snapshot holds the facts as AWS reported them: it must not know what is concluded from them.',
  },
  topology: {
    below: ['snapshot'],
    because: 'topology turns facts into a graph: it must not know who walks it, nor judge policies.',
  },
  policy: {
    below: ['snapshot'],
    because: 'policy evaluates documents alone: it must not know the graph, nor who asks.',
  },
  reachability: {
    below: ['topology', 'policy'],
    because: 'reachability walks the graph for a given flow: which flows a rotation needs is decided above it.',
  },
  targets: {
    below: ['reachability'],
    because: 'targets say what the service is and where: what else could stop a rotation is not theirs.',
  },
  preconditions: {
    below: ['targets'],
    because: 'preconditions are functions of the facts: how a finding is worded is the business of rules.',
  },
  rules: {
    below: ['preconditions'],
    because: 'rules explain what was judged: they must not decide which flows are judged.',
  },
  assessment: {
    below: ['rules'],
    because: 'assessment is the whole verdict as plain data: what is mended, shown or sent comes after it.',
  },
  remedy: {
    below: ['assessment'],
    because: 'remedy changes facts and assesses again: it must not know how its answer is shown or carried out.',
  },
  report: {
    below: ['remedy'],
    because: 'report is blind to all but the result: it must not reach for AWS, HTTP or a use case.',
  },
  gate: {
    below: ['assessment'],
    because: 'gate holds the use cases and their ports: adapters, API and CLI depend on it, never the other way.',
  },
  adapters: {
    below: ['gate'],
    because:
      'adapters fulfil the ports of gate: they must not know the API or the CLI that asks, nor how a report looks.',
  },
  api: {
    below: ['gate', 'report'],
    because: 'api is one face of the use cases: what it needs of the world is handed to it by main.ts.',
  },
  cli: {
    below: ['gate', 'report'],
    because: 'cli is one face of the use cases: what it needs of the world is handed to it by main.ts.',
  },
};

const pure = [
  'net',
  'snapshot',
  'topology',
  'policy',
  'reachability',
  'targets',
  'preconditions',
  'rules',
  'assessment',
  'remedy',
  'report',
];

const reachable = (layer) => [layer, ...layers[layer].below.flatMap(reachable)];
const folders = (names) => `^src/(${[...new Set(names)].join('|')})/`;
// Types of a package may come from DefinitelyTyped: importing those is importing the package.
const packages = (names) => `node_modules/(@types/)?(${names})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, { because }]) => ({
      name: `layer-${layer}`,
      comment: because,
      severity: 'error',
      from: { path: folders([layer]) },
      to: {
        path: '^src/',
        pathNot: [
          folders(reachable(layer)),
          '^src/errors\\.ts$',
          ...(['adapters', 'api', 'cli'].includes(layer) ? ['^src/config\\.ts$'] : []),
        ],
      },
    })),
    {
      name: 'only-known-layers',
      comment: 'Every folder of src is a layer with a place in the order: name a new one here before filling it.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: folders(Object.keys(layers)) },
    },
    {
      name: 'main-composes',
      comment: 'main.ts alone puts the pieces together: whoever imports it depends on everything.',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'errors-is-a-leaf',
      comment: 'errors.ts is imported by every layer: an import of its own would turn the order round.',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: {},
    },
    {
      name: 'config-reads-the-environment-only',
      comment:
        'config.ts parses the environment into values: of this product it needs the words for errors and addresses, no more.',
      severity: 'error',
      from: { path: '^src/config\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/errors\\.ts$', folders(['net'])] },
    },
    {
      name: 'pure-layers',
      comment:
        'From net to report everything is a function of its arguments, so that the same facts give the same bytes: no Node built-in.',
      severity: 'error',
      from: { path: folders(pure) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'graphlib-in-topology',
      comment:
        'graphlib creates missing nodes silently and orders ids its own way: topology wraps it, and report lays drawings out with it.',
      severity: 'error',
      from: { pathNot: folders(['topology', 'report']) },
      to: { path: packages('graphlib|@dagrejs/[^/]+') },
    },
    {
      name: 'aws-sdk-in-its-adapter',
      comment: 'The shapes of the SDK stop at adapters/aws: everything behind it reads snapshots.',
      severity: 'error',
      from: { pathNot: '^src/adapters/aws/' },
      to: { path: packages('@aws-sdk/[^/]+|@smithy/[^/]+|@aws/[^/]+') },
    },
    {
      name: 'express-in-api',
      comment: 'HTTP is one face among others: use cases and reports must work without it.',
      severity: 'error',
      from: { pathNot: folders(['api']) },
      to: { path: packages('express|express-openapi-validator|express-serve-static-core|helmet|swagger-ui-dist') },
    },
    {
      name: 'no-cycles',
      comment:
        'Modules that load each other in a circle start in an order nobody chose. Types may: they are gone by then.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere is guarded by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-dependencies',
      comment: 'What the product imports is installed with it: development dependencies are not there in production.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'nothing-from-outside',
      comment: 'The product does not depend on its tests, scripts and benchmarks.',
      severity: 'error',
      from: {},
      to: { path: '^(test|scripts|bench|dist|bin)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // A type import binds a layer as firmly as a value does.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
