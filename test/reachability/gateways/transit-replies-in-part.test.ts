import { describe, expect, test } from 'vitest';
import { route, setRoutes, type World } from '../../support/world.ts';
import { answersBySecond, NEAR_VPC, outcome, type Row, transitRoute, transitTable, words } from './transit-worlds.ts';

const DEAD = { State: 'blackhole' };

/** The far VPC answers over both gateways. */
function answersByBoth(w: World, ...routes: Parameters<typeof setRoutes>[2]): void {
  answersBySecond(w);
  setRoutes(w, 'rtb-far', routes);
}

const UNSEEN = 'return UNKNOWN_RESOURCE tgw-1 at subnet-l1';
const ROWS: readonly Row[] = [
  [
    'over the second gateway, the others over the first, each of which knows its own',
    (w) => {
      answersByBoth(w, route('10.0.1.0/26', 'tgw-2'), route(NEAR_VPC, 'tgw-1'));
      const routes = ['10.0.1.64/26', '10.0.1.128/25'].map((cidr) => transitRoute(cidr, 'tgw-attach-1'));
      transitTable(w).Routes = [...(transitTable(w).Routes ?? []).slice(1), ...routes];
    },
    `unknown, return X_NOT_MODELLED rtb-far tgw-2 at subnet-far, ${UNSEEN}`,
  ],
  [
    'over the first gateway, the others into a dead route to the second',
    (w) => answersByBoth(w, route('10.0.1.0/26', 'tgw-2', DEAD), route(NEAR_VPC, 'tgw-1')),
    'blocked, return BAD_STATE_ROUTE rtb-far at subnet-far',
  ],
  [
    'over the first gateway, the others into a dead route to the second, and the first brings none back',
    (w) => {
      answersByBoth(w, route('10.0.1.0/26', 'tgw-2', DEAD), route(NEAR_VPC, 'tgw-1'));
      transitTable(w).Routes?.shift();
    },
    'blocked, return BAD_STATE_ROUTE rtb-far at subnet-far, return TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT tgw-rtb-1 at null',
  ],
];

describe('replies of which a part returns', () => {
  test.each(ROWS.map((row) => [row[0], row] as const))('%s', (_, row) => {
    expect(outcome(row)).toBe(row[2]);
  });

  test('in words', () => {
    expect(ROWS.map(words)).toMatchSnapshot();
  });
});
