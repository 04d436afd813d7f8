import { notRead } from '../../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { anyOf, type NameAnswer } from './name-answer.ts';

/** Where zones are looked for: in a VPC's own right, or by way of one of its Profiles. */
export interface ZonePlace {
  readonly snapshot: NetworkSnapshot;
  readonly vpc: string;
  /** enableDnsHostnames of the VPC; undefined where it was not read. */
  readonly hostnames: boolean | undefined;
  readonly profile: string | null;
  readonly rank: number;
  /** Whether AAAA records are of use to whoever asks. */
  readonly hasIpv6: boolean;
}

/**
 * Private zones need enableDnsHostnames; what still answers once it is switched off is not stated.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function whereHostnamesAreOn(
  { vpc, hostnames }: ZonePlace,
  id: string,
  host: string,
  own: NameAnswer,
  below: () => NameAnswer,
): NameAnswer {
  if (hostnames === true) return own;
  if (hostnames === undefined)
    return { ...own, blockers: [...own.blockers, attributeUnread(vpc, 'enableDnsHostnames')] };
  const reason = `enableDnsHostnames of ${vpc} is false, and whether the private name of ${id} still answers is not documented`;
  const because = `enableDnsHostnames is false, so either ${id} or the public name answers`;
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
  const details = { host, endpoint: id, attribute: 'enableDnsHostnames' };
  const whereAllPass = blocker('X_PRIVATE_DNS_UNCERTAIN', { resources: [id, vpc] }, details);
  return { ...anyOf([own, below()], doubt, because), whereAllPass };
}

export function attributeUnread(vpc: string, attribute: string) {
  const reason = `${attribute} of ${vpc} was not read`;
  return missingFact([notRead('Vpcs', reason, 'ec2:DescribeVpcAttribute')], [vpc], null, null);
}
