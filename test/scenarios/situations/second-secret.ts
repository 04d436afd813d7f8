import { asked } from '../../support/healthy-world.ts';
import { ACCOUNT, item, networkInterface, REGION, SECRET_ARN, secret, type World } from '../../support/world.ts';
import { addSecondSecret } from '../../support/world-parts.ts';
import { withHostedDatabase } from './hosted-databases.ts';
import { groupsRefuse, overall, type Situation, situation } from './situation.ts';

const MASTER_ARN = SECRET_ARN.replace('prod/db', 'prod/master');
const OWN = { engine: 'postgres', host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN };
const SAME_HOST = { ...OWN, master: { engine: 'postgres', host: '10.0.20.10', port: 5432 } };
const notNamed = overall('X_TARGET_NOT_NAMED', 'service', SECRET_ARN);

function addPrimary(world: World, group = 'sg-db'): void {
  world.NetworkInterfaces.push(networkInterface('eni-primary', 'subnet-db', '10.0.20.12', [group]));
}

/** The secret of the superuser is one that RDS keeps for the instance. */
function keptByRds(world: World): void {
  withHostedDatabase(world, { MasterUserSecret: { SecretArn: MASTER_ARN } });
}

/** The superuser's secret is in use and has no policy of its own. */
function told(name: string, it: Parameters<typeof situation>[1]): Situation {
  const world = (w: World) => {
    addSecondSecret(w, MASTER_ARN);
    it.world?.(w);
  };
  return situation(name, { ...it, world });
}

/** Rotation by alternating users: the host of the superuser's secret counts too. */
export const SECOND_SECRET: readonly Situation[] = [
  told('superuser-at-the-same-host', {
    question: { targets: [], secretValue: { ...OWN, master: { engine: 'postgres', host: '10.0.20.10', port: 5432 } } },
    explain: `The function logs in with a second secret, whose value names the same server.`,
    source: 'sm-templates',
  }),
  told('superuser-at-another-host-that-passes', {
    world: (w) => addPrimary(w),
    question: { targets: [], secretValue: { ...OWN, master: { engine: 'postgres', host: '10.0.20.12', port: 5432 } } },
    explain: `The superuser's secret names the primary, the secret itself a replica. Both are reached.`,
    source: 'sm-templates',
  }),
  told('superuser-at-another-host-that-refuses', {
    world: (w) => addPrimary(w, 'sg-default'),
    question: { targets: [], secretValue: { ...OWN, master: { engine: 'postgres', host: '10.0.20.12', port: 5432 } } },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-primary')],
    explain: `The superuser's secret names a server that refuses the function: setSecret cannot log in as the superuser.`,
    source: 'sm-templates',
  }),
  told('caller-names-one-of-the-two-hosts', {
    world: (w) => addPrimary(w, 'sg-default'),
    question: {
      targets: ['10.0.20.10:5432'],
      secretValue: { ...OWN, master: { engine: 'postgres', host: '10.0.20.12', port: 5432 } },
    },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-primary')],
    explain: `The caller names the server of the secret itself, the values name a second one, which refuses the function. What the
      values name counts as well.`,
    source: 'sm-templates',
  }),
  told('superuser-whose-secret-names-no-port', {
    world: (w) => addPrimary(w),
    question: { targets: [], secretValue: { ...OWN, master: { engine: 'postgres', host: '10.0.20.12' } } },
    warnings: ['X_TARGET_PORT_ASSUMED'],
    explain: `The superuser's secret names no port; the rotation templates take the engine's.`,
    source: 'sm-templates',
  }),
  told('superuser-whose-secret-tells-no-host', {
    question: { targets: [], secretValue: { ...OWN, master: {} } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The superuser's secret was read and names no host.`,
    source: 'sm-templates',
  }),
  told('superuser-whose-secret-rds-keeps', {
    world: keptByRds,
    question: { targets: [], secretValue: OWN },
    explain: `The superuser's secret is the one RDS keeps for an instance. It holds no host; RDS's own records tell whose it is.`,
    source: 'sm-templates',
  }),
  told('superuser-whose-secret-rds-keeps-for-a-database-that-refuses', {
    world: (w) => {
      keptByRds(w);
      item(w, 'NetworkInterfaces', 'eni-rds').PrivateIpAddress = '10.0.20.15';
      item(w, 'NetworkInterfaces', 'eni-rds').PrivateIpAddresses = [{ PrivateIpAddress: '10.0.20.15', Primary: true }];
      item(w, 'NetworkInterfaces', 'eni-rds').Groups = [{ GroupId: 'sg-default' }];
      item(w, 'DBInstances', `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`).VpcSecurityGroups = [
        { VpcSecurityGroupId: 'sg-default', Status: 'active' },
      ];
      w.NetworkInterfaces.push(networkInterface('eni-replica', 'subnet-db', '10.0.20.10', ['sg-db']));
    },
    question: { targets: [], secretValue: OWN },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-rds')],
    explain: `The instance for which RDS keeps the superuser's secret refuses the function.`,
    source: 'sm-templates',
  }),
  told('value-that-names-an-instance-without-a-host', {
    world: withHostedDatabase,
    question: { targets: [], secretValue: { engine: 'postgres', dbInstanceIdentifier: 'orders' } },
    explain: `The secret's value names the instance by its identifier; RDS's records tell its host and port.`,
    source: 'sm-templates',
  }),
  told('value-that-names-an-instance-nobody-listed', {
    question: { targets: [], secretValue: { engine: 'postgres', dbInstanceIdentifier: 'orders' } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The secret's value names an instance, and no record of it is in sight.`,
    source: 'sm-templates',
  }),
  told('value-that-names-an-engine-against-the-callers-no-target', {
    question: { noTarget: true, secretValue: { engine: 'postgres' } },
    service: 'unknown',
    blockers: [notNamed],
    explain: `The caller says that the function contacts nothing but Secrets Manager. The secret's value names a database engine
      and no host: somebody's word stands against what the secret looks like.`,
    source: 'sm-network',
  }),
  told('value-that-names-an-instance-against-the-callers-no-target', {
    world: withHostedDatabase,
    question: { noTarget: true, secretValue: { dbInstanceIdentifier: 'orders' } },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', SECRET_ARN)],
    explain: `The caller says that the function contacts nothing but Secrets Manager. The secret's value names an instance, whose
      host RDS's records tell.`,
    source: 'sm-network',
  }),
  told('tag-with-two-addresses-and-no-comma', {
    world: (w) => {
      addPrimary(w);
      secret(w).Tags = [{ Key: 'rotation-preflight:target', Value: 'db.corp.example:5432=10.0.20.10+10.0.20.12' }];
    },
    question: { targets: [] },
    explain: `A tag that other services share holds no comma, so the two addresses of the host are separated by a plus sign.`,
    source: 'tool',
  }),
  situation('secret-of-the-superuser-that-is-being-deleted', {
    world: (w) => addSecondSecret(w, MASTER_ARN, { DeletedDate: '2026-11-20T08:00:00.000Z' }),
    question: { targets: [], secretValue: SAME_HOST },
    endpoint: 'fail',
    blockers: [overall('X_SECOND_SECRET_UNUSABLE', 'endpoint', MASTER_ARN)],
    explain: `The rotation logs in with a superuser's secret that is scheduled for deletion: GetSecretValue refuses it.`,
    source: 'sm-rotate',
  }),
  situation('secret-of-the-superuser-without-a-current-version', {
    world: (w) => addSecondSecret(w, MASTER_ARN, { VersionIdsToStages: {} }),
    question: { targets: [], secretValue: SAME_HOST },
    endpoint: 'fail',
    blockers: [overall('X_SECOND_SECRET_UNUSABLE', 'endpoint', MASTER_ARN)],
    explain: `The rotation logs in with a superuser's secret that has no current version: GetSecretValue refuses it.`,
    source: 'sm-rotate',
  }),
  situation('secret-of-the-superuser-that-is-not-there', {
    world: (w) => {
      w.SecretPolicies[MASTER_ARN] = null;
      w.requests?.push(asked('Secrets', { 'secret-id': [MASTER_ARN] }));
    },
    question: { targets: [], secretValue: SAME_HOST },
    endpoint: 'fail',
    blockers: [overall('X_SECOND_SECRET_UNUSABLE', 'endpoint', MASTER_ARN)],
    explain: `The secret's value names a superuser's secret, and Secrets Manager has none of that name.`,
    source: 'sm-rotate',
  }),
  situation('secret-of-the-superuser-nobody-described', {
    world: (w) => {
      w.SecretPolicies[MASTER_ARN] = null;
    },
    question: { targets: [], secretValue: SAME_HOST },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', MASTER_ARN)],
    explain: `Whether the superuser's secret is there and in use was not read.`,
    source: 'sm-rotate',
  }),
];
