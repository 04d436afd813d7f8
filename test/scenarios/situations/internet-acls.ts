import { ALLOW_ALL, EPHEMERAL, entry, HTTPS, putAcl } from '../../support/world.ts';
import { aclRefuses, type Situation, situation } from './situation.ts';

const TO_NAT = [entry(100, 'allow', '6', '10.0.0.0/16', HTTPS)];

/** Network ACLs on the way to the internet and back. */
export const INTERNET_ACLS: readonly Situation[] = [
  situation('functions-acl-refuses-https-out', {
    world: (w) => putAcl(w, 'acl-l1', ['subnet-l1'], ALLOW_ALL, [entry(100, 'allow', '-1', '10.0.0.0/16')]),
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-l1', 'forward', 'egress', 'subnet-l1')],
    explain: `The ACL of the function's subnet lets traffic out to the VPC only. An ACL sees the packet's final destination,
      which is a public address, not the NAT gateway's.`,
    source: 'acl',
  }),
  situation('functions-acl-drops-replies', {
    world: (w) => putAcl(w, 'acl-l1', ['subnet-l1'], [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS)], ALLOW_ALL),
    service: 'fail',
    endpoint: 'fail',
    blockers: [
      aclRefuses('service', 'acl-l1', 'return', 'ingress', 'subnet-l1'),
      aclRefuses('endpoint', 'acl-l1', 'return', 'ingress', 'subnet-l1'),
    ],
    explain: `The ACL of the function's subnet admits inbound 443 only. Network ACLs are stateless: the answers of database and
      Secrets Manager come back to the client's port, between 1024 and 65535, and are dropped.`,
    source: 'ephemeral',
  }),
  situation('functions-acl-opens-linux-client-ports-only', {
    world: (w) =>
      putAcl(w, 'acl-l1', ['subnet-l1'], [entry(100, 'allow', '6', '0.0.0.0/0', [32768, 60999])], ALLOW_ALL),
    service: 'partly',
    endpoint: 'partly',
    blockers: [
      aclRefuses('service', 'acl-l1', 'return', 'ingress', 'subnet-l1'),
      aclRefuses('endpoint', 'acl-l1', 'return', 'ingress', 'subnet-l1'),
    ],
    explain: `Replies are admitted on 32768-60999, what a Linux host would use. Lambda takes client ports from 1024-65535, so
      about every second connection hangs. It looks like bad luck and is the ACL.`,
    source: 'ephemeral',
  }),
  situation('nat-subnet-acl-refuses-https-from-the-function', {
    world: (w) =>
      putAcl(w, 'acl-public', ['subnet-public'], [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)], ALLOW_ALL),
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-public', 'forward', 'ingress', 'subnet-public')],
    explain: `The public subnet's ACL was hardened to admit replies only. What the function sends to the NAT gateway is inbound
      traffic on 443 for that subnet and is refused there.`,
    source: 'nat-trouble',
  }),
  situation('nat-subnet-acl-refuses-https-to-the-internet', {
    world: (w) =>
      putAcl(w, 'acl-public', ['subnet-public'], ALLOW_ALL, [entry(100, 'allow', '6', '10.0.0.0/16', EPHEMERAL)]),
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-public', 'forward', 'egress', 'subnet-public')],
    explain: `The public subnet's ACL lets only replies to the VPC out. After translation the NAT gateway's packet to a public
      address on 443 leaves this subnet and is refused.`,
    source: 'nat-trouble',
  }),
  situation('nat-subnet-acl-drops-answers-from-the-internet', {
    world: (w) => putAcl(w, 'acl-public', ['subnet-public'], TO_NAT, ALLOW_ALL),
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-public', 'return', 'ingress', 'subnet-public')],
    explain: `The public subnet's ACL admits 443 from the VPC, but not the answers that come from the internet to the NAT
      gateway's ports 1024-65535.`,
    source: 'nat-trouble',
  }),
  situation('nat-subnet-acl-drops-answers-to-the-function', {
    world: (w) => putAcl(w, 'acl-public', ['subnet-public'], ALLOW_ALL, [entry(100, 'allow', '6', '0.0.0.0/0', HTTPS)]),
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-public', 'return', 'egress', 'subnet-public')],
    explain: `The public subnet's ACL lets 443 out. The answers that the NAT gateway passes back to the function leave the same
      subnet towards ports 1024-65535, for which there is no entry.`,
    source: 'nat-trouble',
  }),
  situation('nat-subnet-acl-opens-linux-client-ports-only', {
    world: (w) =>
      putAcl(
        w,
        'acl-public',
        ['subnet-public'],
        [...TO_NAT, entry(110, 'allow', '6', '0.0.0.0/0', [32768, 65535])],
        ALLOW_ALL,
      ),
    endpoint: 'partly',
    blockers: [aclRefuses('endpoint', 'acl-public', 'return', 'ingress', 'subnet-public')],
    explain: `Answers from the internet are admitted on 32768-65535. A NAT gateway takes its ports from 1024-65535: connections
      it maps below 32768 never get their answer.`,
    source: 'ephemeral',
  }),
];
