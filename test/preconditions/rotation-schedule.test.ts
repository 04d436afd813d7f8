import { expect, it } from 'vitest';
import { scheduleProblems } from '../../src/preconditions/rotation-schedule.ts';

it.each([
  {},
  { AutomaticallyAfterDays: 1 },
  { AutomaticallyAfterDays: 1000, Duration: '24h' },
  { ScheduleExpression: 'rate(4 hours)', Duration: '4h' },
  { ScheduleExpression: 'rate(1 day)' },
  { ScheduleExpression: 'rate(999 days)', Duration: '24h' },
  { ScheduleExpression: 'cron(0 8 * * ? *)', Duration: '16h' },
  { ScheduleExpression: 'cron(0 4/12 * * ? *)', Duration: '8h' },
  { ScheduleExpression: 'cron(0 /8 * * ? *)', Duration: '8h' },
  { ScheduleExpression: 'cron(0 2/10 * * ? *)', Duration: '2h' },
  { ScheduleExpression: 'cron(0 1 ? 1/3 SUN#1 *)' },
  { ScheduleExpression: 'cron(0 16 ? * SAT,SUN *)' },
  { ScheduleExpression: 'cron(0 0 ? * 6L *)' },
  { ScheduleExpression: 'cron(0 0 ? 1/3 2#1 *)' },
  { ScheduleExpression: 'cron(0 0 L * ? *)' },
  { ScheduleExpression: 'cron(0 0,22 1 * ? *)', Duration: '2h' },
  { ScheduleExpression: 'cron(0 22,0 1 * ? *)', Duration: '2h' },
  { ScheduleExpression: 'cron(0 0,10,5 1 * ? *)', Duration: '4h' },
  { ScheduleExpression: 'cron(0 8 1 * ? *)', Duration: '16h' },
  { ScheduleExpression: 'cron( 0  8 * * ? * )', Duration: '16h' },
  { ScheduleExpression: 'cron(0 8-8 * * ? *)', Duration: '16h' },
  { ScheduleExpression: 'cron(0 12-20/8 ? * SUN *)', Duration: '4h' },
  { ScheduleExpression: 'rate(48 hours)' },
  { ScheduleExpression: 'rate(23976 hours)' },
])('a sound schedule: %o', (rules) => expect(scheduleProblems(rules)).toEqual([]));

it.each([
  [{ AutomaticallyAfterDays: 30, ScheduleExpression: 'rate(30 days)' }, 'exclude each other'],
  [{ AutomaticallyAfterDays: 0 }, 'from 1 to 1000'],
  [{ AutomaticallyAfterDays: 1001 }, 'from 1 to 1000'],
  [{ AutomaticallyAfterDays: 1.5 }, 'from 1 to 1000'],
  [{ AutomaticallyAfterDays: 30, Duration: '25h' }, 'into the next UTC day'],
  [{ Duration: '0h' }, 'not a number of hours'],
  [{ Duration: '3' }, 'not a number of hours'],
  [{ Duration: '100h' }, 'not a number of hours'],
  [{ ScheduleExpression: 'rate(3 hours)' }, 'shortest interval is 4 h'],
  [{ ScheduleExpression: 'rate(0 days)' }, 'neither rate'],
  [{ ScheduleExpression: 'rate(30 minutes)' }, 'neither rate'],
  [{ ScheduleExpression: 'rate(1000 days)' }, '999 days'],
  [{ ScheduleExpression: 'every monday' }, 'neither rate'],
  [{ ScheduleExpression: 'at rate(4 hours)' }, 'neither rate'],
  [{ ScheduleExpression: 'rate(4 hours) at night' }, 'neither rate'],
  [{ ScheduleExpression: 'at cron(0 8 * * ? *)' }, 'neither rate'],
  [{ ScheduleExpression: 'cron(0 8 * * ? *) UTC' }, 'neither rate'],
  [{ ScheduleExpression: 'rate(23977 hours)' }, '999 days'],
  [{ Duration: '3hours' }, 'not a number of hours'],
  [{ ScheduleExpression: 'cron()' }, 'six fields, this one 1'],
  [{ ScheduleExpression: 'cron(0 x8 * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 8-x * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 10,0,5 * * ? *)', Duration: '6h' }, 'into the next one, 5 hours later'],
  [{ ScheduleExpression: 'cron(0 8,4 1 * ? *)', Duration: '5h' }, 'into the next one, 4 hours later'],
  [{ ScheduleExpression: 'rate(4 hours)', Duration: '5h' }, 'into the next one, 4 hours later'],
  [{ ScheduleExpression: 'cron(0 8 * * ?)' }, 'six fields, this one 5'],
  [{ ScheduleExpression: 'cron(30 8 * * ? *)' }, 'have to be 0'],
  [{ ScheduleExpression: 'cron(0 8 * * ? 2027)' }, 'has to be *'],
  [{ ScheduleExpression: 'cron(0 24 * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 8-4 * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 8/0 * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 x * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 8 32 * ? *)' }, 'day of the month 32'],
  [{ ScheduleExpression: 'cron(0 8 ? 13 * *)' }, 'month 13'],
  [{ ScheduleExpression: 'cron(0 8 ? * 0 *)' }, 'day of the week 0'],
  [{ ScheduleExpression: 'cron(0 8 1 * MON *)' }, 'one of them has to be ?'],
  [{ ScheduleExpression: 'cron(0 / * * ? *)' }, 'hours from 0 to 23'],
  [{ ScheduleExpression: 'cron(0 /2 * * ? *)' }, 'lie 2 h apart'],
  [{ ScheduleExpression: 'cron(0 2/10 * * ? *)', Duration: '3h' }, 'into the next'],
  [{ ScheduleExpression: 'cron(0 */2 * * ? *)' }, 'lie 2 h apart'],
  [{ ScheduleExpression: 'cron(0 0,22 * * ? *)' }, 'lie 2 h apart'],
  [{ ScheduleExpression: 'cron(0 8 * * ? *)', Duration: '17h' }, 'into the next UTC day'],
  [{ ScheduleExpression: 'cron(0 8/8 * * ? *)', Duration: '9h' }, 'into the next one, 8 hours later'],
])('AWS would refuse %o', (rules, why) => expect(scheduleProblems(rules).join(' ')).toContain(why));

it('a window is not measured by a schedule that is none', () => {
  expect(scheduleProblems({ ScheduleExpression: 'daily', Duration: '30h' })).toHaveLength(1);
});

it('lists everything that is wrong', () => {
  expect(scheduleProblems({ AutomaticallyAfterDays: 0, ScheduleExpression: 'daily', Duration: 'long' })).toHaveLength(
    4,
  );
});
