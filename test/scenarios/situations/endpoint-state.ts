import { item, permit, type World } from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { behind, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

function privateOnly(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

function withState(state: string): (world: World) => void {
  return (world) => {
    item(world, 'VpcEndpoints', 'vpce-sm').State = state;
  };
}

const stateUncertain = overall('X_ENDPOINT_STATE_UNCERTAIN', 'endpoint', 'vpce-sm');

/** Endpoints in every state, and DNS attributes that may silence their private names. */
export const ENDPOINT_STATE: readonly Situation[] = [
  situation('endpoint-pending-beside-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('pending')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint is being created with private DNS. Its hidden zone may already answer with addresses that do not work
      yet, or not: nobody can tell until the endpoint is available.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-pending-and-no-nat-gateway', {
    world: (w) => {
      privateOnly(w);
      withState('pendingAcceptance')(w);
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-sm', null), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint waits for acceptance and there is no other way out. Whether its name already resolves privately or
      not, neither path leads anywhere now.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-failed-beside-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('failed')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint failed with private DNS on. Its hidden zone may linger and answer with dead addresses although the NAT
      gateway is fine. Delete the endpoint and check again.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-deleting-and-no-nat-gateway', {
    world: (w) => {
      privateOnly(w);
      withState('deleting')(w);
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-sm', null), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint is being deleted and the subnet has no other way out. Both possible answers of the name lead nowhere.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-deleted-leaves-the-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('deleted')(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    explain: `The list still shows an endpoint, in state deleted. It is as good as absent: the name is public again and the NAT
      gateway leads there.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-rejected-beside-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      withState('rejected')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint was rejected with private DNS on. Until it is gone, nobody can say what its hidden zone answers.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-expired-and-no-nat-gateway', {
    world: (w) => {
      privateOnly(w);
      withState('expired')(w);
    },
    endpoint: 'fail',
    blockers: [thing('BAD_STATE', 'endpoint', 'vpce-sm', null), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint's request expired, and no route leads out. Whatever the name gives, nothing answers.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-deleting-without-private-dns-beside-a-nat-gateway', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      withState('deleting')(w);
    },
    explain: `The endpoint is being deleted and never had private DNS. The name is public, and the NAT gateway leads there.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-state-partial', {
    world: (w) => {
      privateOnly(w);
      withState('partial')(w);
    },
    endpoint: 'unknown',
    blockers: [stateUncertain],
    explain: `The endpoint's state is partial: some of its parts work. Which, AWS does not say.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-state-in-another-letter-case', {
    world: (w) => {
      privateOnly(w);
      withState('Available')(w);
    },
    explain: `The endpoint's state reads Available with a capital letter, as the API model writes it, where the wire says
      available. It is the same state.`,
    source: 'endpoint-create',
  }),
  situation('dns-hostnames-off-and-only-the-endpoint-works', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `The endpoint's private DNS needs both DNS attributes of the VPC, and enableDnsHostnames was switched off. AWS does
      not say whether the hidden zone then stops answering; without it the name is public and has no route.`,
    source: 'dns',
  }),
  situation('dns-hostnames-off-and-both-paths-work', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    warnings: ['X_PRIVATE_DNS_UNCERTAIN'],
    explain: `With enableDnsHostnames off nobody can say whether the name gives the endpoint's addresses or public ones. Both ways
      are open, so rotation works either way; switch the attribute on to know which.`,
    source: 'dns',
  }),
  situation('dns-hostnames-off-and-neither-path-works', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1'),
      behind(noRoute('endpoint', 'rtb-private', 'subnet-l1')),
    ],
    explain: `With enableDnsHostnames off the name may be private or public, but the function's group lets no 443 out to either,
      and a public address would have no route besides.`,
    source: 'dns',
  }),
  situation('dns-support-off', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').EnableDnsSupport = false;
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'endpoint', 'vpc-1')],
    explain: `enableDnsSupport is off, so the VPC's resolver answers nothing, and the DHCP options name no other. The database is
      given by address and is reached; the name of Secrets Manager is never resolved.`,
    source: 'dns',
  }),
];
