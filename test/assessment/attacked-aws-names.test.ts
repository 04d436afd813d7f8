import { describe } from 'vitest';
import { outsideAnyVpc, publish } from '../scenarios/situations/public-service.ts';
import { type Change, holds } from '../support/answered.ts';
import { environment, item, permit, REGION } from '../support/world.ts';
import { addEndpoint, ENDPOINT_NAME } from '../support/world-parts.ts';

const PUBLIC = 'ec2-203-0-113-20.compute-1.amazonaws.com';

const named = (PrivateDnsName: string): Change => {
  return (w) => Object.assign(item(w, 'Instances', 'i-db'), { PrivateDnsName });
};

const answersById: Change = (w) => {
  item(w, 'Instances', 'i-db').PrivateDnsNameOptions = { EnableResourceNameDnsARecord: true };
};

/** The database as the internet sees it, open to all of it, and a function there. */
const exposed: Change = (w) => {
  outsideAnyVpc(w);
  publish(w);
  item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['0.0.0.0/0'], 5432)];
};

describe('a name AWS gives an instance', () => {
  holds([
    [
      'of the shared address space, in its VPC',
      named('ip-100-64-0-10.ec2.internal'),
      'pass pass pass',
      { targets: ['ip-100-64-0-10.ec2.internal:5432'] },
    ],
    [
      'made of its id under another Region',
      answersById,
      'unknown unknown pass X_NAME_UNKNOWN',
      { targets: ['i-db.eu-west-1.compute.internal:5432'] },
    ],
    [
      'made of its id where nobody states whether it answers by it',
      () => {},
      'unknown unknown pass X_NAME_UNKNOWN',
      { targets: ['i-db.ec2.internal:5432'] },
    ],
    [
      'stated by two of them',
      (w) => {
        publish(w);
        w.Instances.push({ InstanceId: 'i-other', VpcId: 'vpc-1', PublicDnsName: PUBLIC });
      },
      'unknown unknown pass X_TARGET_AMBIGUOUS',
      { targets: [`${PUBLIC}:5432`] },
    ],
    ['asked outside any VPC', exposed, 'pass pass pass', { targets: [`${PUBLIC}:5432`] }],
    [
      'asked outside any VPC, of which the address alone is known',
      (w) => {
        exposed(w);
        delete item(w, 'Instances', 'i-db').PublicDnsName;
      },
      'pass pass pass',
      { targets: [`${PUBLIC}:5432`] },
    ],
  ]);
});

describe('a name AWS gives an endpoint', () => {
  const through = (host: string, State: string): Change => {
    return (w) => {
      addEndpoint(w);
      item(w, 'VpcEndpoints', 'vpce-sm').State = State;
      environment(w, { AWS_ENDPOINT_URL: `https://${host}` });
    };
  };
  const stranger = `vpce-0stranger-abc.secretsmanager.${REGION}.vpce.amazonaws.com`;
  holds([
    ['that is available', through(ENDPOINT_NAME, 'available'), 'pass pass pass'],
    ['that is there in part', through(ENDPOINT_NAME, 'partial'), 'unknown pass unknown X_ENDPOINT_STATE_UNCERTAIN'],
    ['that is gone', through(ENDPOINT_NAME, 'deleted'), 'fail pass fail BAD_STATE'],
    ['that is out of sight', through(stranger, 'available'), 'unknown pass unknown X_NAME_UNKNOWN'],
  ]);
});
