import { describe, expect, test } from 'vitest';
import { ask } from '../../scenarios/ask.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { item, SECRET_ARN } from '../../support/world.ts';

interface Zone {
  readonly AvailabilityZone: string | undefined;
  readonly AvailabilityZoneId: string | undefined;
}

/** Whether the NAT gateway is said to be in another zone than the function, which is in us-east-1a with the id use1-az1. */
function isRemarked(zone: Zone): boolean {
  const world = healthyWorld();
  Object.assign(item(world, 'Subnets', 'subnet-public'), zone);
  const { findings } = ask(JSON.parse(JSON.stringify(world)), { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] });
  return findings.some(({ code }) => code === 'X_NAT_IN_OTHER_ZONE');
}

describe('a NAT gateway', () => {
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['in the same zone', 'us-east-1a', 'use1-az1', false],
    ['in another zone', 'us-east-1b', 'use1-az2', true],
    ['in the same zone, which its account names otherwise', 'us-east-1b', 'use1-az1', false],
    ['in another zone, whose id is not stated', 'us-east-1b', undefined, true],
    ['in the same zone, whose id is not stated', 'us-east-1a', undefined, false],
    ['in a zone that is not stated', undefined, undefined, false],
  ])('%s', (_, AvailabilityZone, AvailabilityZoneId, expected) => {
    expect(isRemarked({ AvailabilityZone, AvailabilityZoneId })).toBe(expected);
  });
});
