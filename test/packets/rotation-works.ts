import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { mustBeLegible, mustBeRotatable, otherVersions } from './account.ts';
import { type Address, blockOf, isOnInternet, sameAddress } from './address.ts';
import { type Connection, connect, connectFromOutside } from './connect.ts';
import { DoesNotWork, type Item, inner, list, lost, NotSimulated, text, texts, theOne } from './facts.ts';
import { hostsOf } from './host.ts';
import { addressesOf } from './interfaces.ts';
import { mustLetRotate } from './permissions.ts';
import { answersFor } from './resolve.ts';
import { addressesIn, type Edges, edgesOf, portsIn } from './samples.ts';
import { mustBeSimulated } from './scope.ts';
import { targetsOf } from './target.ts';

export type Outcome =
  | { readonly kind: 'works' }
  | { readonly kind: 'does-not-work'; readonly reason: string }
  | { readonly kind: 'not-simulated'; readonly reason: string };

/** Plays the rotation through, connection by connection: it works if every one of them surely does. */
export function rotationWorks(world: Item, question: ScenarioQuestion): Outcome {
  try {
    play(world, question);
    return { kind: 'works' };
  } catch (error) {
    if (error instanceof DoesNotWork) return { kind: 'does-not-work', reason: error.message };
    if (error instanceof NotSimulated) return { kind: 'not-simulated', reason: error.message };
    throw error;
  }
}

function play(world: Item, question: ScenarioQuestion): void {
  mustBeSimulated(world, { ...question });
  const secret = list(world, 'Secrets').find((s) => [s['ARN'], s['Name']].includes(question.secret));
  if (secret === undefined) throw new DoesNotWork('no such secret');
  const named =
    question.function ?? text(question.rotation ?? {}, 'RotationLambdaARN') ?? text(secret, 'RotationLambdaARN');
  const functionArn = named ?? lost('no function named');
  const lambda = mustBeRotatable(world, secret, functionArn);
  const value = question.secretValue ?? {};
  const master = value['masterarn'] === undefined ? null : String(value['masterarn']);
  if (master !== null) mustBeLegible(world, master);
  for (const one of [lambda, ...otherVersions(world, functionArn)]) playVersion(world, question, secret, one, master);
}

/** One of the versions that an alias may hand the invocation to. */
function playVersion(world: Item, question: ScenarioQuestion, secret: Item, lambda: Item, master: string | null): void {
  const config = inner(lambda, 'VpcConfig');
  const subnets = texts(config, 'SubnetIds');
  const [first] = subnets;
  const vpc = first === undefined ? null : text(theOne(world, 'Subnets', 'SubnetId', first), 'VpcId');
  if (vpc !== null && text(theOne(world, 'Vpcs', 'VpcId', vpc), 'InstanceTenancy') === 'dedicated') lost('dedicated');
  const value = question.secretValue ?? {};
  const asked = { targets: question.targets ?? [], noTarget: question.noTarget ?? false, value };
  const client: Client = { world, edges: edgesOf(world), subnets, groups: texts(config, 'SecurityGroupIds') };

  for (const target of targetsOf(world, secret, asked, vpc)) {
    for (const address of target.addresses) reach(client, [address], target.port, { wanted: target.interface });
  }
  for (const host of hostsOf(world, lambda)) {
    if (vpc === null) {
      if (host.includes('.vpce.')) lost('a private name from outside');
      continue;
    }
    for (const answer of answersFor(world, vpc, host)) {
      if (answer.kind === 'public') reach(client, publicSamples(client), 443, { secretsManagers: true });
      else {
        for (const address of answer.addresses) reach(client, [address], 443, {});
        for (const endpoint of endpointsAt(world, answer.addresses)) {
          mustLetRotate(endpoint, lambda, String(secret['ARN']), master);
        }
      }
    }
  }
}

interface Client {
  readonly world: Item;
  readonly edges: Edges;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

const NO_END = { publicAddress: null, wanted: null, secretsManagers: false };
const CLIENT_PORTS = [1024, 65535] as const;

/**
 * Connects from every subnet, for every pair of values of two of source, destination, client port and the NAT gateway's
 * port: no filter or route looks at more than two of them.
 */
function reach(client: Client, destinations: readonly Address[], port: number, end: Partial<Connection>): void {
  const { world, edges } = client;
  if (client.subnets.length === 0) {
    reachFromOutside(client, destinations, port);
    return;
  }
  const ports = portsIn(CLIENT_PORTS, edges);
  for (const subnet of client.subnets) {
    const cidr = text(theOne(world, 'Subnets', 'SubnetId', subnet), 'CidrBlock') ?? lost(`${subnet} has no block`);
    const sources = addressesIn(blockOf(cidr), edges);
    const go = (address: Address, destination: Address, clientPort: number, natPort: number) =>
      connect(world, {
        ...NO_END,
        ...end,
        subnet,
        address,
        groups: client.groups,
        destination,
        port,
        clientPort,
        natPort,
      });
    const [source] = sources;
    const [destination] = destinations;
    if (source === undefined || destination === undefined) throw new DoesNotWork('nowhere to go');
    for (const one of sources) for (const p of ports) go(one, destination, p, CLIENT_PORTS[0]);
    for (const one of destinations) for (const p of ports) go(source, one, p, p);
    for (const one of sources) for (const other of destinations) go(one, other, CLIENT_PORTS[0], CLIENT_PORTS[0]);
    for (const p of ports) for (const q of ports) go(source, destination, p, q);
  }
}

/** Lambda's own network sends from any public address. */
function reachFromOutside(client: Client, destinations: readonly Address[], port: number): void {
  for (const destination of destinations) {
    if (!isOnInternet(destination)) lost('a private address from outside');
    for (const address of publicSamples(client)) {
      for (const clientPort of portsIn(CLIENT_PORTS, client.edges)) {
        connectFromOutside(client.world, address, clientPort, destination, port);
      }
    }
  }
}

/** One address of every stretch of Secrets Manager's published ranges, or of the whole internet. */
function publicSamples({ world, edges }: Client): readonly Address[] {
  const published = list(inner(world, 'ServiceIpRanges'), 'prefixes').flatMap((p) => text(p, 'ip_prefix') ?? []);
  const blocks = (published.length > 0 ? published : ['0.0.0.0/0']).map(blockOf);
  const hidden = [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ].map(blockOf);
  const around = hidden.flatMap((b) => [b.first - 1n, b.last + 1n]);
  const more = { ...edges, addresses: { ...edges.addresses, 4: [...edges.addresses[4], ...around] } };
  return blocks.flatMap((b) => addressesIn(b, more)).filter(isOnInternet);
}

function endpointsAt(world: Item, addresses: readonly Address[]): readonly Item[] {
  const ids = list(world, 'NetworkInterfaces')
    .filter((i) => addressesOf(i).some((a) => addresses.some((b) => sameAddress(a, b))))
    .map((i) => String(i['NetworkInterfaceId']));
  return list(world, 'VpcEndpoints').filter((e) => texts(e, 'NetworkInterfaceIds').some((id) => ids.includes(id)));
}
