import { expect, test } from 'vitest';
import { answersOf } from '../../../src/reachability/names/answers-of.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addZone, alias, record } from '../../support/names-world.ts';

const DOMAIN = 'corp.example';
const HOST = `db.${DOMAIN}`;

type Records = Parameters<typeof addZone>[2];

/** What a zone of the VPC with these records (null: unread) makes of a name, in words. */
function saidOf(records: Records) {
  const world = healthyWorld();
  addZone(world, DOMAIN, records);
  const answer = answersOf(openSnapshot(parseSnapshot(world, 'test'), 'test'), 'vpc-1', HOST, false);
  const { resolvesTo, because, blockers, uncertain, alternatives } = answer;
  const nowhere = alternatives.flatMap((a) => (a.kind === 'nowhere' ? [a.reason] : []));
  const said = [...blockers, ...(uncertain === null ? [] : [uncertain]), ...nowhere];
  return { resolvesTo, because, said: said.map(({ code, resources, details }) => ({ code, resources, details })) };
}

const empty = (type: string) => ({ Name: HOST, Type: type, ResourceRecords: [] });

test('what a private zone makes of a name, and why', () => {
  expect({
    addresses: saidOf([record(HOST, 'A', '10.0.20.10')]),
    anotherName: saidOf([record(HOST, 'CNAME', 'orders.example')]),
    oneOfTwoNames: saidOf([
      { ...record(HOST, 'CNAME', 'orders.example'), SetIdentifier: 'a' },
      { ...record(HOST, 'CNAME', 'archive.example'), SetIdentifier: 'b' },
    ]),
    nothing: saidOf([record(`web.${DOMAIN}`, 'A', '10.0.20.10')]),
    nothingInARecord: saidOf([empty('CNAME')]),
    nothingForIpv4: saidOf([empty('A')]),
    nothingBehindAnAlias: saidOf([alias(HOST, 'A', `six.${DOMAIN}`), record(`six.${DOMAIN}`, 'AAAA', '2001:db8::1')]),
    leftToOthers: saidOf([record(HOST, 'NS', 'ns.example')]),
    unread: saidOf(null),
  }).toMatchSnapshot();
});
