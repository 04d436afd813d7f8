import { type Address, addressOf, isOnInternet } from './address.ts';
import { type Item, list, lost, NotSimulated, text, texts, theOne } from './facts.ts';
import { mustRun } from './interfaces.ts';
import { mustResolve, privateNameOf } from './resolve.ts';

/** A service that has to be reached, with every address its name may have. */
export interface Target {
  readonly port: number;
  readonly addresses: readonly Address[];
  /** The interface that was named, and no other, has to answer. */
  readonly interface: string | null;
}

export interface Asked {
  readonly targets: readonly string[];
  readonly noTarget: boolean;
  readonly value: Item;
}

const TAG = 'rotation-preflight:target';
const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  sqlserver: 1433,
  oracle: 1521,
};

/** What the caller, the secret's tag and its value name, if they agree. */
export function targetsOf(world: Item, secret: Item, asked: Asked, vpc: string | null): readonly Target[] {
  const tag = list(secret, 'Tags').find((t) => t['Key'] === TAG);
  const declared = tag === undefined ? [] : [String(tag['Value'])];
  const host = text(asked.value, 'host');
  const port = text(asked.value, 'port') ?? PORTS[text(asked.value, 'engine') ?? ''];
  const valued = host === null ? [] : [`${host}:${port ?? ''}`];
  const named = [declared, valued, asked.targets].find((specs) => specs.length > 0) ?? [];
  const chosen = asked.targets.length > 0 ? asked.targets : named;
  for (const spec of [...declared, ...valued]) {
    if (!chosen.some((c) => agree(c, spec))) lost(`${spec} is named elsewhere`);
  }
  if (asked.noTarget && (host ?? text(asked.value, 'engine')) !== null) lost('no target, and yet one');
  if (chosen.length === 0 && !asked.noTarget) lost('no target named');
  if (text(asked.value, 'masterarn') !== null && chosen.length < 2) throw new NotSimulated('the secret of a superuser');
  if (host !== null && text(asked.value, 'port') !== null && !isPort(Number(port))) lost('a port that is none');
  return chosen.map((spec) => resolve(world, vpc, spec));
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function agree(one: string, other: string): boolean {
  const [a, b] = [one, other].map(split);
  if (a === undefined || b === undefined || a.host !== b.host) return false;
  const differ = a.given.length > 0 && b.given.length > 0 && [...a.given].sort().join() !== [...b.given].sort().join();
  return !differ && (a.port === b.port || Number.isNaN(a.port) || Number.isNaN(b.port));
}

function split(spec: string): { readonly host: string; readonly port: number; readonly given: readonly string[] } {
  const [place = '', given] = spec.split('=');
  const colon = place.lastIndexOf(':');
  const port = place.slice(colon + 1);
  return {
    host: place.slice(0, colon).toLowerCase().replace(/\.$/, ''),
    port: port === '' ? Number.NaN : Number(port),
    given: given?.split(',') ?? [],
  };
}

function resolve(world: Item, vpc: string | null, spec: string): Target {
  const { host, port, given } = split(spec);
  const at = (addresses: readonly Address[]): Target => ({ port, addresses, interface: null });
  if (/^[\d.]+$/.test(host)) return at([addressOf(host)]);
  if (/^(i|eni)-[^.]*$/.test(host)) return ofResource(world, vpc, host, port);
  if (vpc !== null) mustResolve(world, vpc);
  const stated = list(world, 'Names')
    .filter((n) => split(`${n['name']}:0`).host === host)
    .flatMap((n) => texts(n, 'addresses'));
  if (given.length > 0 && stated.length > 0 && [...given].sort().join() !== [...stated].sort().join()) {
    lost(`two opinions about ${host}`);
  }
  if (list(world, 'HostedZones').some((z) => host.endsWith(String(z['Name']).replace(/\.$/, '')))) {
    throw new NotSimulated('a target in a hosted zone');
  }
  if ([...given, ...stated].some((a) => !/^[\d.]+$|:/.test(a))) throw new NotSimulated(`the addresses of ${host}`);
  if (given.length + stated.length > 0 && /^ip-|amazonaws/.test(host))
    throw new NotSimulated('a stated address of a name with one');
  const found = given.length > 0 ? given : stated;
  const addresses = found.length > 0 ? found.map(addressOf).filter((a) => a.family === 4) : ofOwnName(world, vpc, host);
  return addresses.length === 0 ? lost(`${host} has no IPv4 address`) : at(addresses);
}

function ofResource(world: Item, vpc: string | null, id: string, port: number): Target {
  const eni = id.startsWith('eni-') ? id : onlyInterfaceOf(world, id);
  const found = theOne(world, 'NetworkInterfaces', 'NetworkInterfaceId', eni);
  if (vpc === null) lost('a private address from outside');
  const address = text(found, 'PrivateIpAddress') ?? lost(`${eni} has no address`);
  return { port, addresses: [addressOf(address)], interface: eni };
}

function onlyInterfaceOf(world: Item, id: string): string {
  const instance = theOne(world, 'Instances', 'InstanceId', id);
  mustRun(instance);
  const [one, ...others] = list(instance, 'NetworkInterfaces');
  if (one === undefined || others.length > 0) return lost(`${id} does not have one interface`);
  return text(one, 'NetworkInterfaceId') ?? lost(`${id} has no interface`);
}

/** `ip-10-0-20-10.ec2.internal` says its address; an instance's public name gives the private one inside its VPC. */
function ofOwnName(world: Item, vpc: string | null, host: string): readonly Address[] {
  const region = text(world, 'region');
  if (/^i-[0-9a-z]+\./.test(host)) throw new NotSimulated('a resource name');
  const quad = /^ip-(\d+)-(\d+)-(\d+)-(\d+)\.(.*)$/.exec(host);
  if (quad !== null) {
    const zone = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
    const address = addressOf(quad.slice(1, 5).join('.'));
    return quad[5] === zone && !isOnInternet(address) ? [address] : lost(`${host} is another network's`);
  }
  const endpoint = list(world, 'VpcEndpoints').find(
    (e) => e['VpcId'] === vpc && list(e, 'DnsEntries').some((d) => d['DnsName'] === host),
  );
  if (endpoint !== undefined) return privateNameOf(world, endpoint, host);
  const instance = list(world, 'Instances').find((i) => text(i, 'PublicDnsName') === host && i['VpcId'] === vpc);
  if (instance === undefined) throw new NotSimulated(`the name ${host}`);
  if (theOne(world, 'Vpcs', 'VpcId', vpc ?? '')['EnableDnsHostnames'] !== true) lost('public names are off');
  return [addressOf(String(instance['PrivateIpAddress']))];
}
