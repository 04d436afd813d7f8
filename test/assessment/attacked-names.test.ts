import { describe, expect, test } from 'vitest';
import { ask, told } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { dbInstance, RDS_MADE, withHostedDatabase } from '../scenarios/situations/hosted-databases.ts';
import { useTemplate } from '../scenarios/situations/template.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { addFirewall, addRule, addZone, firewallRule, record, ZONE } from '../support/names-world.ts';
import {
  item,
  networkInterface,
  OPEN,
  REGION,
  rotationFunction,
  SECRET_ARN,
  SECRETS_MANAGER_HOST,
  securityGroup,
  type World,
} from '../support/world.ts';
import { addEndpoint } from '../support/world-parts.ts';

type Change = (world: World) => void;
type Row = [name: string, change: Change, expected: string, question?: Omit<ScenarioQuestion, 'secret'>];

const RDS_NAME = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;
const PRIVATE_NAME = { targets: ['ip-10-0-20-10.ec2.internal:5432'] };
const CORPORATE = { targets: ['db.corp.example:5432'] };

/** The status, both verdicts, and the codes and resources against it. */
function answered(change: Change, question: Omit<ScenarioQuestion, 'secret'> = {}): string {
  const world = healthyWorld();
  change(world);
  const assessment = ask(world, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'], ...question });
  const { status, service, endpoint, blockers } = told(assessment);
  const against = [...new Set(blockers.map(({ code, resources }) => `${code}[${resources.join()}]`))].sort();
  return [status, service.verdict, endpoint.verdict, ...against].join(' ');
}

function holds(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, change, expected, question) => {
    expect(answered(change, question)).toBe(expected);
  });
}

/** Another host of the database's subnet that lets everybody in, while the database itself lets in nobody. */
function beside(change: Change): Change {
  return (w) => {
    withHostedDatabase(w);
    w.NetworkInterfaces.push(networkInterface('eni-open', 'subnet-db', '10.0.20.99', ['sg-open']));
    w.SecurityGroups.push(securityGroup('sg-open', [OPEN]));
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [];
    change(w);
  };
}

function otherName(w: World): void {
  addZone(w, 'corp.example', [record('db.corp.example', 'CNAME', RDS_NAME)]);
}

function says(name: string, ...addresses: readonly string[]): Change {
  return (w) => {
    w.Names.push({ name, addresses: [...addresses], source: 'caller' });
  };
}

describe("what a snapshot's Names say of a hosted database", () => {
  holds([
    [
      'another address than it has',
      beside(says(RDS_NAME, '10.0.20.99')),
      `fail fail pass X_TARGET_DISAGREES[${RDS_NAME}]`,
      { targets: [`${RDS_NAME}:5432`] },
    ],
    [
      'of another name of it, another address than it has',
      beside((w) => {
        otherName(w);
        says('db.corp.example', '10.0.20.99')(w);
      }),
      'fail fail pass X_TARGET_DISAGREES[db.corp.example]',
      CORPORATE,
    ],
    [
      'the address it has',
      (w) => {
        withHostedDatabase(w);
        says(RDS_NAME, '10.0.20.10')(w);
      },
      'pass pass pass',
      { targets: [`${RDS_NAME}:5432`] },
    ],
    [
      'nothing, while nobody states its status',
      (w) => {
        withHostedDatabase(w);
        delete w.DBInstances[0]?.DBInstanceStatus;
      },
      'unknown unknown pass X_TARGET_UNCERTAIN[orders]',
      { targets: [`${RDS_NAME}:5432`] },
    ],
  ]);
});

/** One database by each of two names of RDS, of which a policy of the zone's records picks one: green carries the group. */
function blueOrGreen(group: string): Change {
  return (w) => {
    withHostedDatabase(w);
    w.DBInstances.push(dbInstance('green', { VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }] }));
    w.SecurityGroups.push(securityGroup('sg-green', []), securityGroup('sg-twin', [OPEN]));
    w.NetworkInterfaces.push(networkInterface('eni-green', 'subnet-db', '10.0.20.61', [group], RDS_MADE));
    const picks = [RDS_NAME, `green.abcdefghijkl.${REGION}.rds.amazonaws.com`].map((name, i) => ({
      ...record('db.corp.example', 'CNAME', name),
      SetIdentifier: `set-${i}`,
    }));
    addZone(w, 'corp.example', picks);
  };
}

describe('a name whose records are picked from', () => {
  holds([
    ['both of which lead to a database that is reached', blueOrGreen('sg-twin'), 'pass pass pass', CORPORATE],
    [
      'one of which leads to a database that refuses',
      blueOrGreen('sg-green'),
      `unknown unknown pass X_NAME_UNKNOWN[${ZONE}]`,
      CORPORATE,
    ],
    [
      'both of which lead to databases that refuse',
      (w) => {
        blueOrGreen('sg-green')(w);
        item(w, 'SecurityGroups', 'sg-db').IpPermissions = [];
      },
      'fail fail pass SG_HAS_NO_RULES[sg-db] SG_HAS_NO_RULES[sg-green]',
      CORPORATE,
    ],
    [
      'one of which leads to a database that is stopped',
      (w) => {
        blueOrGreen('sg-twin')(w);
        Object.assign(w.DBInstances[1] ?? {}, { DBInstanceStatus: 'stopped' });
      },
      'unknown unknown pass X_NAME_UNKNOWN[db.corp.example]',
      CORPORATE,
    ],
  ]);
});

describe('the end of a chain of names', () => {
  const elsewhere = (w: World) =>
    addZone(w, 'corp.example', [record('db.corp.example', 'CNAME', 'db.partner.example')]);
  holds([
    [
      'of which nobody states the addresses',
      elsewhere,
      'unknown unknown pass X_NAME_UNKNOWN[db.corp.example]',
      CORPORATE,
    ],
    [
      'of which the snapshot states the addresses',
      (w) => {
        elsewhere(w);
        says('db.partner.example', '10.0.20.10')(w);
      },
      'pass pass pass',
      CORPORATE,
    ],
    [
      'of which the snapshot states addresses that refuse',
      (w) => {
        elsewhere(w);
        w.NetworkInterfaces.push(networkInterface('eni-closed', 'subnet-db', '10.0.20.99', ['sg-default']));
        says('db.partner.example', '10.0.20.99')(w);
      },
      'fail fail pass ENI_SG_RULES_MISMATCH[sg-default]',
      CORPORATE,
    ],
    [
      'of nine aliases, as far as no page of AWS says that names are followed',
      (w) => {
        const names = ['db', ...'abcdefghi'].map((label) => `${label}.corp.example`);
        const aliases = names.slice(1).map((name, i) => record(names[i] ?? '', 'CNAME', name));
        addZone(w, 'corp.example', [...aliases, record('i.corp.example', 'A', '10.0.20.10')]);
      },
      'unknown unknown pass X_NAME_UNKNOWN[i.corp.example]',
      CORPORATE,
    ],
    [
      'a record that leads nowhere',
      (w) => addZone(w, 'corp.example', [record('db.corp.example', 'CNAME')]),
      `unknown unknown pass UNKNOWN_RESOURCE[${ZONE}]`,
      CORPORATE,
    ],
    [
      'a record without a value',
      (w) => addZone(w, 'corp.example', [record('db.corp.example', 'A')]),
      `unknown unknown pass UNKNOWN_RESOURCE[${ZONE}]`,
      CORPORATE,
    ],
    [
      "a record of Secrets Manager's name without a value",
      (w) => addZone(w, SECRETS_MANAGER_HOST, [record(SECRETS_MANAGER_HOST, 'A')]),
      `unknown pass unknown UNKNOWN_RESOURCE[${ZONE}]`,
    ],
  ]);
});

describe('rules that forward', () => {
  const forwards = (domain: string): Change => {
    return (w) => addRule(w, 'rslvr-rr-1', domain, 'FORWARD');
  };
  holds([
    [
      'less than the domain of instances leave their names to the VPC',
      forwards('internal'),
      'pass pass pass',
      PRIVATE_NAME,
    ],
    [
      'everything leave the names of instances to the VPC, and no other name',
      forwards('.'),
      'unknown pass unknown X_NAME_UNKNOWN[rslvr-rr-1]',
      PRIVATE_NAME,
    ],
    [
      'the domain of instances take their names',
      forwards('ec2.internal'),
      'unknown unknown pass X_NAME_UNKNOWN[rslvr-rr-1]',
      PRIVATE_NAME,
    ],
    [
      'the name of one instance take it',
      forwards('ip-10-0-20-10.ec2.internal'),
      'unknown unknown pass X_NAME_UNKNOWN[rslvr-rr-1]',
      PRIVATE_NAME,
    ],
    [
      'take the names of instances where the VPC has no names for hosts',
      (w) => {
        forwards('internal')(w);
        item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
      },
      'unknown unknown pass X_NAME_UNKNOWN[rslvr-rr-1]',
      PRIVATE_NAME,
    ],
    [
      "take the names of another Region's instances",
      forwards('internal'),
      'unknown unknown pass X_NAME_UNKNOWN[rslvr-rr-1]',
      { targets: ['ip-10-0-20-10.eu-west-1.compute.internal:5432'] },
    ],
  ]);
});

describe("the caller's word that nothing is contacted", () => {
  const nothing = { targets: [], noTarget: true };
  const named = (description: string): Change => {
    return (w) => {
      useTemplate(w, `https://${SECRETS_MANAGER_HOST}`);
      rotationFunction(w).Description = `Conducts an AWS SecretsManager secret rotation for ${description}`;
    };
  };
  const { FunctionArn: arn } = rotationFunction(healthyWorld());
  const notNamed = (resource: string) => `unknown unknown pass X_TARGET_NOT_NAMED[${resource}]`;
  holds([
    ['of a function of its own making', () => {}, 'pass not-applicable pass', nothing],
    ['of a template for a database', named('RDS PostgreSQL using single user rotation scheme'), notNamed(arn), nothing],
    ['of a template for MongoDB', named('MongoDB using single user rotation scheme'), notNamed(arn), nothing],
    ['of the template for users of a cache', named('Elasticache user'), 'pass not-applicable pass', nothing],
    ['beside a value with a port', () => {}, notNamed(SECRET_ARN), { ...nothing, secretValue: { port: 5432 } }],
  ]);
});

describe('words that AWS is not known to say', () => {
  const withFirewallRule = (more: object): Change => {
    return (w) => addFirewall(w, [{ ...firewallRule(1, 'BLOCK', ['*']), ...more }]);
  };
  holds([
    [
      'of the action of a firewall rule',
      withFirewallRule({ Action: 'LOG' }),
      'unknown pass unknown UNKNOWN_RESOURCE[rslvr-frg-1]',
    ],
    [
      'of the response of a firewall rule',
      withFirewallRule({ BlockResponse: 'REFUSED' }),
      'unknown pass unknown UNKNOWN_RESOURCE[rslvr-frg-1]',
    ],
    [
      "of the records of an endpoint's names",
      (w) => {
        addEndpoint(w);
        item(w, 'VpcEndpoints', 'vpce-sm').DnsOptions = { DnsRecordIpType: 'ipv8' };
      },
      `unknown pass unknown X_NAME_UNKNOWN[${SECRETS_MANAGER_HOST}]`,
    ],
    [
      'of what encryption controls do',
      (w) => {
        item(w, 'Vpcs', 'vpc-1').EncryptionControl = { Mode: 'audit', State: 'available' };
      },
      'unknown pass unknown UNKNOWN_RESOURCE[igw-1] UNKNOWN_RESOURCE[nat-1] UNKNOWN_RESOURCE[vpc-1]',
    ],
    [
      'of the kind of an interface',
      (w) => {
        item(w, 'NetworkInterfaces', 'eni-db').InterfaceType = 'quantum';
      },
      'unknown unknown pass UNKNOWN_RESOURCE[eni-db]',
    ],
  ]);
});
