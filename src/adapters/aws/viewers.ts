import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AppError } from '../../errors.ts';
import { arnRegion } from './arns.ts';
import { type AwsClients, type Identity, openClients } from './clients.ts';
import { failureOf } from './failure.ts';
import type { Place } from './place.ts';
import { accessError } from './question-error.ts';
import { withinTime } from './within-time.ts';

/** Where AWS is asked, and as whom. Null: as the SDK finds it (environment, shared config file, instance role). */
export interface AwsAccess {
  readonly region: string | null;
  /** Of the shared config and credentials files. */
  readonly profile: string | null;
  /** One URL for every service, before AWS_ENDPOINT_URL. */
  readonly endpoint: string | null;
  /** Who sees further accounts: of the function, of a shared VPC's owner, of peers. */
  readonly others: readonly Exclude<Identity, { kind: 'default' }>[];
}

/** The clients of one capture or call, by account and Region. */
export interface Viewers {
  readonly home: AwsClients;
  /** The secret's Region: its ARN's, else the one configured. */
  readonly region: string;
  /** The accounts of the further credentials. */
  readonly accounts: ReadonlySet<string>;
  /** Null: nobody here sees that account. */
  at(place: Place): AwsClients | null;
  close(): void;
}

/** The clients of the caller alone, for the Region of the secret: its ARN's, else the one configured. */
export function openOwn(access: AwsAccess, secret: string): AwsClients {
  const connection = { region: arnRegion(secret) ?? access.region, endpoint: access.endpoint };
  return openClients(ownIdentity(access), connection);
}

function ownIdentity({ profile }: AwsAccess): Identity {
  return profile === null ? { kind: 'default' } : { kind: 'profile', name: profile };
}

/**
 * Opens the clients, and finds out which account each of the further credentials belongs to.
 * @throws AppError NO_REGION, NO_CREDENTIALS, CREDENTIALS_EXPIRED, AWS_DENIED, AWS_UNREACHABLE, TIMEOUT: what was
 * configured cannot be used.
 */
export async function openViewers(access: AwsAccess, secret: string, signal: AbortSignal): Promise<Viewers> {
  const own = ownIdentity(access);
  const home = openOwn(access, secret);
  const opened = new Map<string, AwsClients>();
  const close = () => {
    for (const clients of [home, ...opened.values()]) clients.close();
  };
  try {
    const region = await homeRegion(home, signal);
    const open = (identity: Identity, account: string | null, where: string): AwsClients => {
      const key = `${account}/${where}`;
      const clients = opened.get(key) ?? openClients(identity, { region: where, endpoint: access.endpoint });
      opened.set(key, clients);
      return clients;
    };
    const identities = await identify(access, region, signal);
    return {
      home,
      region,
      accounts: new Set(identities.keys()),
      at(place) {
        if (place.account === null) return place.region === region ? home : open(own, null, place.region);
        const identity = identities.get(place.account);
        return identity === undefined ? null : open(identity, place.account, place.region);
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function homeRegion(home: AwsClients, signal: AbortSignal): Promise<string> {
  try {
    return await home.secretsManager.config.region();
  } catch (error) {
    throw accessError(failureOf(error, signal)) ?? error;
  }
}

/** The first that is named for an account is the one that looks into it. */
async function identify(
  { others, endpoint }: AwsAccess,
  region: string,
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, Identity>> {
  const found = await Promise.all(
    others.map(async (identity) => {
      const clients = openClients(identity, { region, endpoint });
      try {
        const asking = () => clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal });
        const { Account = '' } = await withinTime(asking, abortSignal);
        return [Account, identity] as const;
      } catch (error) {
        throw unusable(identity, error, abortSignal);
      } finally {
        clients.close();
      }
    }),
  );
  return new Map(found.reverse());
}

function unusable(identity: Exclude<Identity, { kind: 'default' }>, error: unknown, signal: AbortSignal): AppError {
  const failure = failureOf(error, signal);
  const who = identity.kind === 'role' ? `the role ${identity.arn}` : `the profile ${identity.name}`;
  const known = accessError(failure);
  const codes = { unreachable: 'AWS_UNREACHABLE', 'cut-off': 'TIMEOUT' } as const;
  const code = known?.code ?? (failure.kind in codes ? codes[failure.kind as keyof typeof codes] : 'AWS_DENIED');
  return new AppError(code, `Nothing can be asked with the credentials of ${who} (${failure.name}).`, {
    resource: identity.kind === 'role' ? identity.arn : identity.name,
    hint: known?.hint ?? 'Correct the name, or let the caller assume the role (sts:AssumeRole), or leave it out.',
  });
}
