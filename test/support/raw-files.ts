import { FAMILIES, type ListName } from '../../src/snapshot/families.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { healthyWorld } from './healthy-world.ts';
import { FUNCTION_ARN, SECRET_ARN } from './world.ts';

/** The healthy account as the AWS CLI prints it. */
export function healthyFiles(): RawFile[] {
  const { Secrets, Functions, FunctionPolicies, ...world } = healthyWorld();
  const ec2 = Object.entries(world).filter(([name]) => FAMILIES[name as ListName]?.action.startsWith('ec2:'));
  return [
    { path: 'ec2.json', json: Object.fromEntries(ec2) },
    { path: 'secret.json', json: Secrets[0] },
    { path: 'function.json', json: Functions[0] },
    { path: 'secret-policy.json', json: { ARN: SECRET_ARN, Name: 'prod/db' } },
    { path: 'function-policy.json', json: { Policy: FunctionPolicies[FUNCTION_ARN] } },
  ];
}
