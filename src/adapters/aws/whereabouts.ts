import { placeOfArn } from '../../snapshot/home.ts';
import { functionName } from './arns.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import type { Place } from './place.ts';
import { rotationFunctionArn, theSecretItself } from './wanted-functions.ts';

/** The account that asks, and until it has said who it is the secret's. */
function askingAccount(facts: FactsSoFar): string | null {
  const said = facts.entry('CallerIdentity', CALLER);
  return typeof said === 'string' ? said : placeOfArn(theSecretItself(facts)?.ARN ?? facts.request.secret).account;
}

/** There is one caller; this is what its entry is kept under. */
export const CALLER = 'the caller';

/** Where what belongs to an account is asked about. Null or undefined: nobody knows whose it is. */
export function placeIn(facts: FactsSoFar, account: string | null | undefined, region = facts.home.region): Place {
  const foreign = account !== null && account !== undefined && account !== askingAccount(facts);
  return { account: foreign ? account : null, region };
}

/** Whether there are credentials for an account. */
export function isInSight(facts: FactsSoFar, { account }: Place): boolean {
  return account === null || facts.accounts.has(account);
}

/** Its account's own credentials see a function, else its resource policy may let the caller read it. */
export function functionPlace(facts: FactsSoFar, arn: string): Place {
  const { account } = placeOfArn(arn);
  const place = placeIn(facts, account);
  return isInSight(facts, place) ? place : facts.home;
}

/** Which further credentials would show what lies out of sight. */
export function remedyFor(facts: FactsSoFar, account: string): string {
  const { option, variable } = credentialsFor(facts, account);
  return `pass --${option} of account ${account} (on a server ${variable})`;
}

function credentialsFor(facts: FactsSoFar, account: string) {
  const name = functionName(rotationFunctionArn(facts) ?? '');
  if (name !== null && placeOfArn(name.arn).account === account) {
    return { option: 'function-profile', variable: 'PREFLIGHT_FUNCTION_ROLE_ARN' };
  }
  const ownsVpc = facts.items('Vpcs').some(({ OwnerId }) => OwnerId === account);
  return ownsVpc
    ? { option: 'network-profile', variable: 'PREFLIGHT_NETWORK_ROLE_ARN' }
    : { option: 'peer-profile', variable: 'PREFLIGHT_PEER_ROLE_ARNS' };
}
