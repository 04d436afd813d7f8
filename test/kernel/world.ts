import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PortRanges } from '../../src/reachability/trace.ts';
import type { DropPoint } from './drop-point.ts';

type Items = readonly Readonly<Record<string, unknown>>[];

/** A small network in EC2's own shapes, and a function in it. */
export interface World {
  readonly function: {
    readonly FunctionName: string;
    readonly VpcConfig: {
      readonly VpcId: string;
      readonly SubnetIds: readonly string[];
      readonly SecurityGroupIds: readonly string[];
    };
  };
  readonly Vpcs: Items;
  readonly Subnets: readonly { readonly AvailabilityZone: string; readonly OwnerId: string }[];
  readonly PrefixLists?: readonly {
    readonly PrefixListId: string;
    readonly PrefixListName?: string;
    readonly Cidrs: readonly string[];
  }[];
  readonly [list: string]: unknown;
}

/** What the Linux kernel did with the connects from one interface of the function to one target. */
export interface Row {
  /** `synthetic-…` if the world has no interface for the function. */
  readonly eniId: string;
  readonly subnetId: string;
  /** The private address the function's packets bore. */
  readonly sourceIp: string;
  readonly targetIp: string;
  readonly targetPort: number;
  readonly verdict: 'reachable' | 'partial' | 'unreachable';
  readonly connectedPorts: PortRanges;
  /** Null unless a NAT gateway was crossed. */
  readonly natGatewayId: string | null;
  /** The first obstacle of each packet that was lost; what lies behind it does not show. */
  readonly dropPoints: readonly DropPoint[];
  /** The packet met a route target that the kernel's worlds do not have. */
  readonly unsupported: boolean;
  /** Why AWS documents no answer; empty if it does. */
  readonly unspecified: readonly string[];
}

export interface JudgedWorld {
  readonly name: string;
  readonly world: World;
  readonly rows: readonly Row[];
}

/** Reads every world-NNN.json of a folder that has its verdict-NNN.json beside it. */
export function readWorlds(folder: string, verdicts = folder): readonly JudgedWorld[] {
  return readdirSync(folder)
    .filter((file) => /^world-\d+\.json$/.test(file))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.json'.length),
      world: JSON.parse(readFileSync(join(folder, file), 'utf8')),
      rows: JSON.parse(readFileSync(join(verdicts, file.replace('world', 'verdict')), 'utf8')).results,
    }));
}
