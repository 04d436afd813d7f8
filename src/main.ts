import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AwsChoice, CliDeps, Demo, Service, Terminal } from './cli/deps.ts';
import { run } from './cli/run.ts';
import { openTerminal } from './cli/terminal.ts';
import { type Config, readConfig, wantsColor } from './config.ts';
import type { GatePorts, LogPort } from './gate/ports.ts';

/** The package: this file is in src/ or, bundled, in dist/. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const now = () => new Date().toISOString();
type AwsAccess = Parameters<typeof import('./adapters/aws/aws-rotation.ts').awsRotation>[0];
const access = ({ region, profile, furtherProfiles }: AwsChoice): AwsAccess => ({
  region,
  profile,
  endpoint: null,
  others: furtherProfiles.map((name) => ({ kind: 'profile', name })),
});

const terminal = openTerminal(process.stdout, process.stderr, wantsColor());
process.exitCode = await run(process.argv.slice(2), cliDeps(terminal));

function cliDeps(terminal: Terminal): CliDeps {
  return {
    terminal,
    version: packageVersion(),
    sha256,
    askAws: (choice) => awsPorts(access(choice), lineLog(terminal)),
    captureSnapshot: async (choice, request, { signal, progress }) => {
      const { captureDocument } = await import('./adapters/aws/aws-facts.ts');
      return captureDocument({ access: access(choice), now, progress }, request, signal);
    },
    readSnapshot: async (path) => (await import('./adapters/files/read-snapshot.ts')).readSnapshot(path),
    readJson: async (path) => {
      const { readJson } = await import('./adapters/files/read-json.ts');
      return readJson(path, { code: 'USAGE', what: 'a report', hint: 'Name a file that `--output FILE.json` wrote.' })
        .json;
    },
    ensureWritable: async (path) => (await import('./adapters/files/ensure-writable.ts')).ensureWritable(path),
    writeFile: async (path, text) => (await import('./adapters/files/write-atomically.ts')).writeAtomically(path, text),
    startService,
    startDemo,
    untilInterrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  };
}

async function awsPorts(access: AwsAccess, log: LogPort): Promise<GatePorts> {
  const [{ awsFacts }, { awsRotation }, { assess }] = await Promise.all([
    import('./adapters/aws/aws-facts.ts'),
    import('./adapters/aws/aws-rotation.ts'),
    import('./assessment/assess.ts'),
  ]);
  const facts = awsFacts({ access, now });
  return { facts, rotation: awsRotation(access), assess, inFlight: new Set(), log, sha256, uuid: randomUUID };
}

async function startService(): Promise<Service> {
  const config = readConfig();
  const { createLogger } = await import('./api/logger.ts');
  const log = createLogger({ write: (text) => void process.stderr.write(text) });
  const others = config.furtherRoles.map((arn) => ({ kind: 'role', arn }) as const);
  const ports = await awsPorts(
    { region: null, profile: null, endpoint: null, others },
    { info: (event, fields) => log.info(fields, event) },
  );
  const { requireDeclaredTarget } = await import('./gate/require-declared-target.ts');
  const assess = config.requireDeclaredTarget ? requireDeclaredTarget(ports.assess) : ports.assess;
  return listen(config, { ...ports, assess }, log);
}

/** The service on any free port of this machine, with the bundled examples in AWS's place. */
async function startDemo(): Promise<Demo> {
  const [{ exampleAccount }, { readSnapshot }, { assess }, { createLogger }] = await Promise.all([
    import('./adapters/examples/example-account.ts'),
    import('./adapters/files/read-snapshot.ts'),
    import('./assessment/assess.ts'),
    import('./api/logger.ts'),
  ]);
  const folder = join(ROOT, 'examples');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const { facts, rotation, sent } = exampleAccount(files.sort().map((name) => readSnapshot(join(folder, name))));
  const log: LogPort = { info: () => undefined };
  const ports = { facts, rotation, assess, inFlight: new Set<string>(), log, sha256, uuid: randomUUID };
  const config = { ...readConfig({}), port: 0 };
  return { ...(await listen(config, ports, createLogger({ write: () => undefined }))), sent };
}

async function listen(
  config: Config,
  ports: GatePorts,
  log: Parameters<typeof import('./api/server.ts').startServer>[0]['log'],
): Promise<Service> {
  const [{ startServer }, { DEFAULT_LIMITS }, { idempotencyMemory }, { RULE_BOOK }] = await Promise.all([
    import('./api/server.ts'),
    import('./api/deps.ts'),
    import('./gate/idempotency-memory.ts'),
    import('./rules/rule-book.ts'),
  ]);
  return startServer({
    config,
    ports,
    log,
    idempotency: idempotencyMemory(10_000),
    rules: RULE_BOOK.rules,
    contract: readFileSync(join(ROOT, 'openapi.yaml'), 'utf8'),
    limits: DEFAULT_LIMITS,
  });
}

/** A line for each event, for the person who runs the command. */
function lineLog({ err }: Terminal): LogPort {
  return {
    info: (event, fields) =>
      err(
        `${event} ${Object.entries(fields)
          .map(([name, value]) => `${name}=${String(value)}`)
          .join(' ')}\n`,
      ),
  };
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
