import { describe } from 'vitest';
import { RDS_MADE, withHostedDatabase } from '../scenarios/situations/hosted-databases.ts';
import { withBalancer, withSecondZone } from '../scenarios/situations/load-balancers.ts';
import { regionalNat } from '../scenarios/situations/opaque-hops.ts';
import { holds } from '../support/answered.ts';
import { ALLOW_ALL, item, networkInterface, putAcl, REGION } from '../support/world.ts';

const RDS_NAME = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;

describe('a name of a zone that means another in the account that shares the VPC', () => {
  holds([
    [
      'a database whose account names the zones otherwise than the owner of its subnets',
      (w) => {
        const zones = { 'subnet-db': `${REGION}b`, 'subnet-db-b': `${REGION}a` };
        const Subnets = Object.entries(zones).map(([SubnetIdentifier, Name]) => ({
          SubnetIdentifier,
          SubnetAvailabilityZone: { Name },
        }));
        withHostedDatabase(w, { AvailabilityZone: `${REGION}b`, DBSubnetGroup: { VpcId: 'vpc-1', Subnets } });
        w.NetworkInterfaces.push(networkInterface('eni-rds-b', 'subnet-db-b', '10.0.21.10', ['sg-db'], RDS_MADE));
        putAcl(w, 'acl-db', ['subnet-db'], [], ALLOW_ALL);
      },
      'fail fail pass SUBNET_ACL_RESTRICTION',
      { targets: [`${RDS_NAME}:5432`] },
    ],
    [
      'a load balancer whose account names the zones otherwise than the owner of its subnets',
      (w) => {
        withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'healthy' } });
        withSecondZone(w);
        const [balancer] = w.LoadBalancers;
        const zones = [`${REGION}b`, `${REGION}a`];
        balancer?.AvailabilityZones?.forEach((place, i) => {
          Object.assign(place, { ZoneName: zones[i] });
        });
        w.TargetGroups[0]?.TargetHealthDescriptions?.forEach(({ Target }, i) => {
          Object.assign(Target ?? {}, { AvailabilityZone: zones[i] });
        });
      },
      'pass pass pass',
      { targets: ['10.0.30.10:5432'] },
    ],
    [
      'a regional NAT gateway with an address in a zone of another account by that name',
      (w) => {
        regionalNat(w);
        const gateway = item(w, 'NatGateways', 'nat-1');
        gateway.AutoProvisionZones = 'disabled';
        for (const address of gateway.NatGatewayAddresses ?? []) address.AvailabilityZoneId = 'use1-az6';
      },
      'unknown pass unknown X_NOT_MODELLED',
    ],
  ]);
});
