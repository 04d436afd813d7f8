import {
  FUNCTION_ARN,
  item,
  permit,
  rotationFunction,
  SECRET_ARN,
  secret,
  setRoutes,
  type World,
} from '../../support/world.ts';
import { withoutNat } from '../../support/world-parts.ts';
import { groupsRefuse, noRoute, precondition, type Situation, situation } from './situation.ts';

// The facts were read on 23 November 2026 at 08:00 UTC.
const LAST_WEEK = '2026-11-16T01:10:00.000Z';
const YESTERDAY = '2026-11-22T01:10:00.000Z';
const TODAY = '2026-11-23T00:00:00.000Z';
const LAST_SPRING = '2026-04-02T00:00:00.000Z';

/** Rotated last week by its own function, and unchanged since. */
function rotatedLastWeek(world: World): void {
  Object.assign(secret(world), {
    LastRotatedDate: LAST_WEEK,
    LastChangedDate: LAST_WEEK,
    LastAccessedDate: '2026-11-20T00:00:00.000Z',
    NextRotationDate: '2026-12-16T23:59:59.000Z',
  });
}

const noWayOut = [noRoute('endpoint', 'rtb-private', 'subnet-l1')];
const AT_ONCE = { rotation: { RotationRules: { AutomaticallyAfterDays: 30 } } };

/** What the secret's own dates say beside the verdict. */
export const HISTORY: readonly Situation[] = [
  situation('rotated-last-week-though-the-way-is-blocked', {
    world: (w) => {
      withoutNat(w);
      rotatedLastWeek(w);
    },
    endpoint: 'fail',
    blockers: noWayOut,
    warnings: ['X_HISTORY_DISAGREES'],
    explain: `The function has no way to Secrets Manager, and yet the secret was rotated by it last week, within its interval.
      Either the network was changed since, or something about it is not as it seems: the verdict stays, the doubt is told.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-in-seconds-since-1970', {
    world: (w) => {
      withoutNat(w);
      Object.assign(secret(w), { LastRotatedDate: 1794791400, LastChangedDate: 1794791400.25 });
    },
    endpoint: 'fail',
    blockers: noWayOut,
    warnings: ['X_HISTORY_DISAGREES'],
    explain: `The same, with the dates in seconds as older versions of the AWS CLI write them.`,
    source: 'sm-rotate',
  }),
  situation('rotated-on-a-schedule-though-the-database-refuses', {
    world: (w) => {
      rotatedLastWeek(w);
      secret(w).RotationRules = { ScheduleExpression: 'rate(10 days)', Duration: '2h' };
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['0.0.0.0/0'], 3306)];
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    warnings: ['X_HISTORY_DISAGREES'],
    explain: `The database admits port 3306 and the target named is 5432, while the rotation of last week worked. Perhaps the target
      is not what the function logs in to.`,
    source: 'sm-rotate',
  }),
  situation('rotated-long-ago-and-the-way-is-blocked', {
    world: (w) => {
      withoutNat(w);
      rotatedLastWeek(w);
      secret(w).LastRotatedDate = LAST_SPRING;
    },
    endpoint: 'fail',
    blockers: noWayOut,
    explain: `The last rotation is longer ago than its interval: that fits a way that is blocked.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-by-a-function-changed-since', {
    world: (w) => {
      withoutNat(w);
      rotatedLastWeek(w);
      rotationFunction(w).LastModified = '2026-11-20T10:00:00.000+0000';
    },
    endpoint: 'fail',
    blockers: noWayOut,
    explain: `The rotation of last week worked, but the function's configuration was changed on the 20th. It says nothing about
      today.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-and-the-secret-changed-since', {
    world: (w) => {
      withoutNat(w);
      rotatedLastWeek(w);
      secret(w).LastChangedDate = YESTERDAY;
    },
    endpoint: 'fail',
    blockers: noWayOut,
    explain: `The secret, which holds the function to rotate with, was changed yesterday. The rotation of last week may have been
      another function's.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-by-another-function', {
    world: (w) => {
      withoutNat(w);
      rotatedLastWeek(w);
      secret(w).RotationLambdaARN = `${FUNCTION_ARN}-old`;
    },
    question: { function: FUNCTION_ARN },
    endpoint: 'fail',
    blockers: noWayOut,
    warnings: ['X_FUNCTION_NAMED'],
    explain: `The rotation of last week was the stored function's. What the one in question can reach, it does not tell.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-though-one-subnet-has-no-way-out', {
    world: (w) => {
      rotatedLastWeek(w);
      const config = rotationFunction(w).VpcConfig;
      if (config !== undefined) config.SubnetIds = ['subnet-l1', 'subnet-db'];
    },
    endpoint: 'partly',
    blockers: [noRoute('endpoint', 'rtb-db', 'subnet-db')],
    explain: `From one of the function's two subnets the way works: that a rotation succeeded fits well.`,
    source: 'sm-rotate',
  }),
  situation('rotation-overdue-though-nothing-is-in-its-way', {
    world: (w) => {
      rotatedLastWeek(w);
      Object.assign(secret(w), { LastRotatedDate: LAST_SPRING, NextRotationDate: '2026-05-03T23:59:59.000Z' });
    },
    warnings: ['X_HISTORY_DISAGREES'],
    explain: `Everything that is judged passes, and yet the rotation due in May has not happened. Something that configuration does
      not show keeps it: credentials, the code, the database's own settings.`,
    source: 'sm-rotate',
  }),
  situation('rotation-overdue-and-the-function-mended-since', {
    world: (w) => {
      rotatedLastWeek(w);
      Object.assign(secret(w), { LastRotatedDate: LAST_SPRING, NextRotationDate: '2026-11-20T23:59:59.000Z' });
      rotationFunction(w).LastModified = '2026-11-22T10:00:00.000+0000';
    },
    explain: `The rotation due on the 20th has not happened, and the function was changed after that: somebody may have mended it.`,
    source: 'sm-rotate',
  }),
  situation('rotation-overdue-with-a-version-pending', {
    world: (w) => {
      rotatedLastWeek(w);
      Object.assign(secret(w), { LastRotatedDate: LAST_SPRING, NextRotationDate: '2026-05-03T23:59:59.000Z' });
      secret(w).VersionIdsToStages = { a: ['AWSCURRENT'], b: ['AWSPENDING'] };
    },
    preconditions: { 'pending-version': 'fail' },
    blockers: [precondition('pending-version')],
    explain: `The rotation is overdue and a version is pending: the history says what the check says.`,
    source: 'sm-rotate',
  }),
  situation('rotation-overdue-but-turned-off', {
    world: (w) => {
      rotatedLastWeek(w);
      Object.assign(secret(w), { RotationEnabled: false, NextRotationDate: '2026-05-03T23:59:59.000Z' });
    },
    explain: `Rotation was turned off. A date that passed means nothing then.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-nobody-ever-read', {
    question: AT_ONCE,
    warnings: ['X_NOBODY_READS_THIS_SECRET'],
    explain: `The secret is to be rotated at once, and nobody has ever read it: whoever uses these credentials has a copy of them,
      which will be of no use a moment later.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-read-last-in-spring', {
    world: (w) => {
      secret(w).LastAccessedDate = LAST_SPRING;
    },
    question: AT_ONCE,
    warnings: ['X_NOBODY_READS_THIS_SECRET'],
    explain: `The secret was last read in April. Applications that fetch it would have done so since.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-unread-since-its-rotation', {
    world: (w) => {
      rotatedLastWeek(w);
      secret(w).LastAccessedDate = '2026-11-16T00:00:00.000Z';
    },
    question: AT_ONCE,
    warnings: ['X_NOBODY_READS_THIS_SECRET'],
    explain: `The last read is of the day of the rotation, when the function itself reads the secret. Nobody has fetched the new
      password since.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-rotated-and-read-yesterday', {
    world: (w) => {
      Object.assign(secret(w), {
        LastRotatedDate: YESTERDAY,
        LastChangedDate: YESTERDAY,
        LastAccessedDate: '2026-11-22T00:00:00.000Z',
      });
    },
    question: AT_ONCE,
    explain: `Rotated yesterday, last read yesterday, by whom is not known. A day is too short to say that nobody reads it.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-read-today', {
    world: (w) => {
      rotatedLastWeek(w);
      secret(w).LastAccessedDate = TODAY;
    },
    question: AT_ONCE,
    explain: `The secret is read day by day.`,
    source: 'sm-rotate',
  }),
  situation('secret-nobody-reads-rotated-at-the-next-window', {
    question: { rotation: { RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false } },
    explain: `Nobody has ever read the secret, but it is not to be rotated at once: there is time to see who uses it.`,
    source: 'sm-rotate',
  }),
  situation('immediate-rotation-of-a-secret-only-this-check-has-read', {
    world: (w) => {
      secret(w).LastAccessedDate = TODAY;
    },
    question: { ...AT_ONCE, targets: [], secretValue: { host: '10.0.20.10', port: 5432, engine: 'postgres' } },
    explain: `The check itself read the secret's value today, to find its target. That read hides whether anybody else did.`,
    source: 'sm-rotate',
  }),
  situation('rotated-last-week-and-all-is-well', {
    world: (w) => {
      rotatedLastWeek(w);
      setRoutes(w, 'rtb-db', []);
    },
    question: { secret: SECRET_ARN },
    explain: `Rotated last week, the next rotation is due in December, and nothing stands in its way.`,
    source: 'sm-rotate',
  }),
];
