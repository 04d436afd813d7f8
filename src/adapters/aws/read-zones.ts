import {
  GetHostedZoneCommand,
  ListHostedZonesByVPCCommand,
  type ListHostedZonesByVPCCommandInput,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsResponse,
  Route53Client,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyItem } from './every-page.ts';
import type { CallOptions } from './plan-row.ts';

const zones = (config: AskingConfig) => new Route53Client(config);

/** Private zones of a VPC, other accounts' too; AWS tells their ids and owners, and no other VPCs of theirs. */
export async function zonesOfVpc(aws: AwsClients, VPCId: string, options: CallOptions): Promise<readonly object[]> {
  const VPCRegion = (await aws.ec2.config.region()) as VPCRegion;
  const asked: ListHostedZonesByVPCCommandInput = { VPCId, VPCRegion };
  const found = await everyItem(
    (token) => aws.of(zones).send(new ListHostedZonesByVPCCommand({ ...asked, ...token }), options),
    (page) => page.HostedZoneSummaries,
  );
  return found.map((summary) => {
    const { HostedZoneId: Id, ...rest } = summary as { readonly HostedZoneId?: string };
    return { Id, ...rest, Config: { PrivateZone: true }, VPCs: [{ VPCId, VPCRegion }] };
  });
}

export async function zone(aws: AwsClients, Id: string, options: CallOptions): Promise<readonly object[]> {
  const { HostedZone, VPCs } = await aws.of(zones).send(new GetHostedZoneCommand({ Id }), options);
  return [{ ...HostedZone, VPCs: VPCs ?? [] }];
}

export async function recordSets(
  aws: AwsClients,
  HostedZoneId: string,
  options: CallOptions,
): Promise<readonly object[]> {
  const sets: object[] = [];
  let page: ListResourceRecordSetsResponse | null = null;
  do {
    const command: ListResourceRecordSetsCommand = new ListResourceRecordSetsCommand({ HostedZoneId, ...after(page) });
    page = await aws.of(zones).send(command, options);
    sets.push(...(page.ResourceRecordSets ?? []));
  } while (page.IsTruncated);
  return sets;
}

function after(page: ListResourceRecordSetsResponse | null) {
  return {
    ...(page?.NextRecordName === undefined ? {} : { StartRecordName: page.NextRecordName }),
    ...(page?.NextRecordType === undefined ? {} : { StartRecordType: page.NextRecordType }),
    ...(page?.NextRecordIdentifier === undefined ? {} : { StartRecordIdentifier: page.NextRecordIdentifier }),
  };
}
