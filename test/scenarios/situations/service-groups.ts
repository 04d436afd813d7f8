import { item, permit, remove, securityGroup, vpcConfig, type World } from '../../support/world.ts';
import { groupsEmpty, groupsRefuse, type Situation, situation } from './situation.ts';

function admits(...rules: readonly ReturnType<typeof permit>[]): (world: World) => void {
  return (world) => {
    item(world, 'SecurityGroups', 'sg-db').IpPermissions = [...rules];
  };
}

/** Security groups of the function and of the database. */
export const SERVICE_GROUPS: readonly Situation[] = [
  situation('functions-group-lets-only-https-out', {
    world: (w) => {
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The function's security group lets 443 out and nothing else. The database admits the function, but the connection
      to 5432 never leaves the function's interface.`,
    source: 'sg',
  }),
  situation('default-group-whose-egress-was-removed', {
    world: (w) => {
      vpcConfig(w).SecurityGroupIds = ['sg-default'];
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-default' }];
      item(w, 'SecurityGroups', 'sg-default').IpPermissionsEgress = [];
      remove(w, 'NetworkInterfaces', 'eni-lambda');
    },
    service: 'fail',
    endpoint: 'fail',
    blockers: [
      groupsEmpty('service', 'sg-default', 'egress', 'subnet-l1'),
      groupsEmpty('endpoint', 'sg-default', 'egress', 'subnet-l1'),
    ],
    explain: `Function and database bear the VPC's default group, whose outbound rules were removed for hardening. Its members
      may be called by each other, but none of them may call.`,
    source: 'sg',
  }),
  situation('database-group-admits-nobody', {
    world: admits(),
    service: 'fail',
    blockers: [groupsEmpty('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database's security group has no inbound rule. A new group admits nothing until told to.`,
    source: 'sg',
  }),
  situation('database-group-admits-another-group', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-app', []));
      admits(permit('tcp', ['sg-app'], 5432))(w);
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database admits the application's group. The rotation function has a group of its own and was forgotten.`,
    source: 'sg',
  }),
  situation('database-group-admits-another-port', {
    world: admits(permit('tcp', ['sg-lambda'], 3306)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database's group admits the function on 3306, MySQL's port. This database listens on 5432.`,
    source: 'sg',
  }),
  situation('database-group-admits-udp', {
    world: admits(permit('udp', ['sg-lambda'], 5432)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The rule has the right port and source and the wrong protocol: UDP. PostgreSQL speaks TCP.`,
    source: 'sg',
  }),
  situation('database-group-admits-ipv6-only', {
    world: admits(permit('tcp', ['::/0'], 5432)),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The only rule admits ::/0, every IPv6 address. The function comes over IPv4, which an IPv6 rule never covers.`,
    source: 'sg',
  }),
  situation('database-group-pins-the-address-of-the-moment', {
    world: admits(permit('tcp', ['10.0.1.25/32'], 5432)),
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The database admits 10.0.1.25, the address Lambda's interface has today. Lambda removes and remakes its interfaces
      as it sees fit and may use any address of the subnet tomorrow. Admit the group, or the whole subnet.`,
    source: 'lambda',
  }),
  situation('database-group-covers-one-of-two-subnets', {
    world: (w) => {
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      admits(permit('tcp', ['10.0.1.0/24'], 5432))(w);
    },
    service: 'partly',
    warnings: ['X_NAT_IN_OTHER_ZONE'],
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The function has two subnets, the database admits the range of one. Lambda picks either: rotation fails whenever it
      runs in the other.`,
    source: 'sm-network',
  }),
];
