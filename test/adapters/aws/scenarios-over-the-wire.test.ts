import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import type { GapRow, RawItem, RequestRow } from '../../../src/snapshot/document.ts';
import { ask as askOf, told } from '../../scenarios/ask.ts';
import type { Expectation, ScenarioQuestion } from '../../scenarios/expectation.ts';
import type { Fault } from '../../support/aws-server/faults.ts';
import { startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { accessTo, ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';

withTestCredentials();

const FOLDER = join(import.meta.dirname, '../../scenarios');

interface Scenario {
  readonly name: string;
  readonly snapshot: Readonly<Record<string, unknown>> & {
    readonly requests?: readonly RequestRow[];
    readonly gaps?: readonly GapRow[];
    readonly Secrets?: readonly RawItem[];
    readonly HostedZones?: readonly RawItem[];
    readonly VpcEndpointAssociations?: readonly RawItem[];
  };
  readonly question: ScenarioQuestion;
}

const SCENARIOS = readdirSync(FOLDER)
  .filter((name) => existsSync(join(FOLDER, name, 'expected.json')))
  .sort()
  .map((name): Scenario => ({ name, snapshot: read(name, 'snapshot'), question: read(name, 'question') }));

function read(name: string, file: string) {
  return JSON.parse(readFileSync(join(FOLDER, name, `${file}.json`), 'utf8'));
}

function expectedOf(name: string): Expectation {
  return read(name, 'expected');
}

/** Facts that the collector does not ask AWS for. */
const NOT_ASKED = ['Names', 'ServiceIpRanges'];

/** Why a scenario cannot be played over the wire: its snapshot is not what one capture would have found. */
function unplayable({ name, snapshot, question }: Scenario): string | null {
  if (snapshot.requests === undefined) return 'made by hand';
  if (!snapshot.requests.some(({ list }) => list === 'NetworkInterfaces')) return 'no interface was asked for';
  const others = (snapshot.Secrets ?? []).filter((secret) => secret['ARN'] !== question.secret);
  if (others.some((secret) => secret['DeletedDate'] !== undefined)) return 'a value that AWS would not give';
  if (snapshot.VpcEndpointAssociations?.some((item) => item['ResourceGateway'] !== undefined)) {
    return 'told by VPC Lattice, which is not asked';
  }
  if (snapshot.HostedZones?.some((zone) => zone['VPCs'] === undefined)) return 'a zone that belongs to no VPC';
  const beyond = NOT_ASKED.filter((list) => Object.keys(snapshot[list] ?? {}).length > 0);
  if (beyond.length > 0) return `holds ${beyond.join(', ')}`;
  const gaps = snapshot.gaps ?? [];
  if (gaps.some(({ list }) => NOT_ASKED.includes(list))) return 'a gap in what is not asked for';
  if (gaps.some(({ list }) => list === 'Functions')) return 'the function that was refused is not in the snapshot';
  const unknown = expectedOf(name).blockers.some(({ code }) => code === 'UNKNOWN_RESOURCE');
  return unknown && gaps.length === 0 ? 'rests on a question that nobody asked' : null;
}

/** The calls that left the gaps of a snapshot, refused again. */
function faultsOf(gaps: readonly GapRow[] = []): readonly Fault[] {
  return gaps.map(({ action, filters }) => ({
    operation: action.slice(action.indexOf(':') + 1),
    kind: 'deny',
    when: (call) =>
      Object.entries(filters).every(([name, values]) => {
        const asked = call.filters[name];
        return asked === undefined || asked.some((value) => values.includes(value));
      }),
  }));
}

/** A role for each further account that something in the snapshot was seen from. */
function rolesInto(snapshot: Scenario['snapshot']): readonly { readonly kind: 'role'; readonly arn: string }[] {
  const items = Object.values(snapshot).flatMap((list) => (Array.isArray(list) ? list : []));
  const accounts = new Set(items.flatMap((item) => (item?._from?.account as string | undefined) ?? []));
  return [...accounts].sort().map((account) => ({ kind: 'role', arn: `arn:aws:iam::${account}:role/preflight` }));
}

const playable = SCENARIOS.filter((scenario) => unplayable(scenario) === null);

test('nearly every scenario can be played over the wire', () => {
  expect(playable.length).toBeGreaterThan(SCENARIOS.length * 0.9);
});

test.each(playable)('$name: the same verdict when AWS is asked as when the file is read', async (scenario) => {
  const { snapshot, question } = scenario;
  const { secret, secretValue } = question;
  const server = await startAwsServer({
    snapshot,
    faults: faultsOf(snapshot.gaps),
    pageSize: 2,
    secretValues: {
      [secret]: JSON.stringify(secretValue ?? {}),
      ...(secretValue?.['masterarn'] === undefined
        ? {}
        : { [String(secretValue['masterarn'])]: JSON.stringify(secretValue['master'] ?? {}) }),
    },
  });
  const request = ask({
    secret,
    function: question.function ?? null,
    targets: question.targets ?? [],
    noTarget: question.noTarget ?? false,
    targetFromSecret: secretValue !== undefined,
    rotation: question.rotation ?? null,
  });
  const access = accessTo(server.url, { others: rolesInto(snapshot) });
  const asking = captureDocument({ access, now: NOW }, request, FOREVER);
  const document = await asking.finally(() => server.close());
  expect(told(askOf(document, question))).toEqual(told(askOf(snapshot, question)));
});
