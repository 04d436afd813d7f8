import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Whose credentials: of a profile of the shared config and credentials files, or of a role that is assumed. */
export type Identity =
  | { readonly kind: 'default' }
  /** The SDK takes its Region and credentials, but not its `endpoint_url`. */
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'role'; readonly arn: string };

/** Where clients ask: null stands for what the SDK finds itself. */
export interface Connection {
  readonly region: string | null;
  /** One URL for every service, before AWS_ENDPOINT_URL. */
  readonly endpoint: string | null;
}

/** What every client is opened with. */
export interface AskingConfig {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials: STSClient['config']['credentials'];
  readonly retryMode: string;
  readonly maxAttempts: number;
  readonly requestHandler: ReturnType<typeof connection>;
}

interface Client {
  destroy(): void;
}

export interface AwsClients {
  readonly ec2: EC2Client;
  readonly lambda: LambdaClient;
  readonly secretsManager: SecretsManagerClient;
  /** For RotateSecret alone: one attempt, so that the answer seen is the answer to the only call sent. */
  readonly rotation: SecretsManagerClient;
  readonly sts: STSClient;
  /** The client of another service, made when first asked for; one from each maker. */
  readonly of: <C extends Client>(make: (config: AskingConfig) => C) => C;
  readonly close: () => void;
}

const CONNECT_MS = 3_000;
const REQUEST_MS = 10_000;
/** RotateSecret has Lambda checked before it answers; giving up early would leave its outcome unclear. */
const ROTATE_MS = 30_000;
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: shown in CloudTrail. */
const SESSION_NAME = 'rotation-preflight';

export function openClients(identity: Identity, { region, endpoint }: Connection): AwsClients {
  const common = {
    ...(region === null ? {} : { region }),
    ...(identity.kind === 'profile' ? { profile: identity.name } : {}),
    ...(endpoint === null ? {} : { endpoint }),
    retryMode: 'standard',
  };
  const handler = { requestHandler: connection(REQUEST_MS) };
  // Who asks is told in the rows only: a network without a path to STS must not hold up the first round.
  const own = new STSClient({ ...common, ...handler, maxAttempts: 2 });
  const sts =
    identity.kind === 'role'
      ? new STSClient({ ...common, ...handler, maxAttempts: 2, credentials: assuming(identity.arn, own) })
      : own;
  // Credentials are found once and shared: a credential process or a role would be asked by each client otherwise.
  const { credentials } = sts.config;
  const asking = { ...common, ...handler, maxAttempts: 6, credentials };
  const others = new Map<unknown, Client>();
  const clients = {
    ec2: new EC2Client(asking),
    lambda: new LambdaClient(asking),
    secretsManager: new SecretsManagerClient(asking),
    rotation: new SecretsManagerClient({
      ...common,
      credentials,
      maxAttempts: 1,
      requestHandler: connection(ROTATE_MS),
    }),
    sts,
  };
  return {
    ...clients,
    of: <C extends Client>(make: (config: AskingConfig) => C) => {
      const client = (others.get(make) as C | undefined) ?? make(asking);
      others.set(make, client);
      return client;
    },
    close: () => {
      for (const client of [own, ...Object.values(clients), ...others.values()]) client.destroy();
    },
  };
}

/** Credentials of a role; the client that uses them keeps them until they expire. */
function assuming(RoleArn: string, sts: STSClient) {
  return async () => {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION_NAME }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken, Expiration } = Credentials ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  };
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
