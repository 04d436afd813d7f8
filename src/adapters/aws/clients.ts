import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { arnRegion } from './arns.ts';

/** Where AWS is asked, and as whom. Null: as the SDK finds it (environment, shared config file, instance role). */
export interface AwsAccess {
  readonly region: string | null;
  /** Of the shared config and credentials files; the SDK takes its Region and credentials, but not its `endpoint_url`. */
  readonly profile: string | null;
  /** One URL for every service, before AWS_ENDPOINT_URL. */
  readonly endpoint: string | null;
}

export interface AwsClients {
  readonly ec2: EC2Client;
  readonly lambda: LambdaClient;
  readonly secretsManager: SecretsManagerClient;
  /** For RotateSecret alone: one attempt, so that the answer seen is the answer to the only call sent. */
  readonly rotation: SecretsManagerClient;
  readonly sts: STSClient;
}

const CONNECT_MS = 3_000;
const REQUEST_MS = 10_000;
/** RotateSecret has Lambda checked before it answers; giving up early would leave its outcome unclear. */
const ROTATE_MS = 30_000;

/** Clients for the Region of the secret: its ARN's, else the one configured. */
export function openClients(access: AwsAccess, secret: string): AwsClients {
  const region = arnRegion(secret) ?? access.region;
  const common = {
    ...(region === null ? {} : { region }),
    ...(access.profile === null ? {} : { profile: access.profile }),
    ...(access.endpoint === null ? {} : { endpoint: access.endpoint }),
    retryMode: 'standard',
  };
  const asking = { ...common, maxAttempts: 6, requestHandler: connection(REQUEST_MS) };
  // Who asks is told in the rows only: a network without a path to STS must not hold up the first round.
  const sts = new STSClient({ ...asking, maxAttempts: 2 });
  // Credentials are found once and shared: a credential process or a role would be asked by each client otherwise.
  const { credentials } = sts.config;
  return {
    ec2: new EC2Client({ ...asking, credentials }),
    lambda: new LambdaClient({ ...asking, credentials }),
    secretsManager: new SecretsManagerClient({ ...asking, credentials }),
    rotation: new SecretsManagerClient({
      ...common,
      credentials,
      maxAttempts: 1,
      requestHandler: connection(ROTATE_MS),
    }),
    sts,
  };
}

export function closeClients(clients: AwsClients): void {
  for (const client of Object.values(clients)) client.destroy();
}

function connection(requestTimeout: number) {
  return {
    connectionTimeout: CONNECT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
    // A body that stops halfway.
    socketTimeout: requestTimeout,
  };
}
