import type { RotationParameters } from './rotation-parameters.ts';

type RotationRules = NonNullable<RotationParameters['RotationRules']>;

/** Hours between two rotations at the least. */
const SHORTEST_INTERVAL = 4;
const LONGEST_RATE_DAYS = 999;

/** When windows open: their hours of one UTC day, or every so many hours from midnight on. */
interface Windows {
  /** Hours from the last opening of a day to its end, 24 for windows that open at midnight. */
  readonly beforeMidnight: number;
  /** Hours between two openings; null where days lie between them that this does not count. */
  readonly apart: number | null;
}

/**
 * What AWS would refuse about a schedule, each in one plain sentence; none for a sound one. Times are UTC.
 * Only what AWS's pages rule out: whatever is left to doubt is left to AWS, which refuses before it stores anything.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function scheduleProblems(rules: RotationRules): readonly string[] {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: duration } = rules;
  const problems: string[] = [];
  if (days !== undefined && expression !== undefined) {
    problems.push('AutomaticallyAfterDays and ScheduleExpression exclude each other.');
  }
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 1000)) {
    problems.push(`AutomaticallyAfterDays is ${days}, not a whole number from 1 to 1000.`);
  }
  const windows = expression === undefined ? DAILY : windowsOf(expression);
  if (typeof windows === 'string') problems.push(windows);
  const window =
    duration === undefined ? null : durationProblem(duration, typeof windows === 'string' ? null : windows);
  if (window !== null) problems.push(window);
  return problems;
}

const DAILY: Windows = { beforeMidnight: 24, apart: null };

function durationProblem(duration: string, windows: Windows | null): string | null {
  const hours = /^[0-9]{1,2}h$/.test(duration) ? Number.parseInt(duration, 10) : 0;
  if (hours === 0) return `Duration ${duration} is not a number of hours such as 3h.`;
  if (windows === null) return null;
  if (windows.apart !== null && hours > windows.apart) {
    return `A window of ${duration} runs into the next one, ${windows.apart} hours later.`;
  }
  if (hours <= windows.beforeMidnight) return null;
  return `A window of ${duration} runs into the next UTC day, ${windows.beforeMidnight} hours after it opens.`;
}

/** A string is what is wrong. */
function windowsOf(expression: string): Windows | string {
  const rate = /^rate\(([1-9][0-9]*) (hour|hours|day|days)\)$/.exec(expression);
  if (rate !== null) return rateWindows(Number(rate[1]), rate[2]?.startsWith('hour') === true);
  const cron = /^cron\((.*)\)$/.exec(expression);
  if (cron !== null) return cronWindows((cron[1] ?? '').trim().split(/ +/));
  return `${expression} is neither rate(N hours), rate(N days) nor cron(…) with six fields.`;
}

function rateWindows(value: number, inHours: boolean): Windows | string {
  if (inHours && value < SHORTEST_INTERVAL)
    return `Rotations ${value} h apart are too often: the shortest interval is ${SHORTEST_INTERVAL} h.`;
  if ((inHours ? value / 24 : value) > LONGEST_RATE_DAYS) return `A rate may not exceed ${LONGEST_RATE_DAYS} days.`;
  return { beforeMidnight: 24, apart: inHours ? value : null };
}

const DAY_OF_MONTH = fieldPattern('[1-9]|[12][0-9]|3[01]', '\\?|L|L-[1-9][0-9]?|LW|[1-9][0-9]?W');
const MONTH = fieldPattern('[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC', '(?!)');
const DAY_OF_WEEK = fieldPattern(
  '[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT',
  '\\?|L|[1-7]L|[1-7]#[1-5]|[A-Z]{3}#[1-5]|[A-Z]{3}L',
);

const ANY_DAY: ReadonlySet<string> = new Set(['*', '?']);

/** A list of values, ranges and steps of both, or one of the forms that stand alone. */
function fieldPattern(value: string, alone: string): RegExp {
  const item = `(?:(?:\\*|(?:${value})(?:-(?:${value}))?)(?:/[1-9][0-9]?)?|/[1-9][0-9]?)`;
  return new RegExp(`^(?:${item}(?:,${item})*|${alone})$`);
}

function cronWindows(fields: readonly string[]): Windows | string {
  const [minutes, hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year] = fields;
  if (fields.length !== 6) return `A cron expression has six fields, this one ${fields.length}.`;
  if (minutes !== '0') return `The minutes are ${minutes}: windows open on the hour, so they have to be 0.`;
  if (year !== '*') return `The year is ${year}: it has to be *.`;
  if (!DAY_OF_MONTH.test(dayOfMonth)) return `The day of the month ${dayOfMonth} is not one AWS knows.`;
  if (!MONTH.test(month)) return `The month ${month} is not one AWS knows.`;
  if (!ANY_DAY.has(dayOfMonth) && !ANY_DAY.has(dayOfWeek))
    return `The day of the month is ${dayOfMonth} and the day of the week ${dayOfWeek}: one of them has to be ?.`;
  if (!DAY_OF_WEEK.test(dayOfWeek)) return `The day of the week ${dayOfWeek} is not one AWS knows (1 is Sunday).`;
  const openings = hoursOf(hours);
  if (openings === null) return `The hours ${hours} are not hours from 0 to 23.`;
  const first = openings[0] ?? 0;
  const last = openings.at(-1) ?? first;
  const isDaily = ANY_DAY.has(dayOfMonth) && ANY_DAY.has(dayOfWeek);
  const following = isDaily ? [...openings, first + 24] : openings;
  const gaps = following.slice(1).map((hour, i) => hour - (following[i] ?? 0));
  const apart = gaps.length === 0 ? null : Math.min(...gaps);
  if (apart !== null && apart < SHORTEST_INTERVAL) {
    return `Hours ${hours} lie ${apart} h apart: the shortest interval is ${SHORTEST_INTERVAL} h.`;
  }
  return { beforeMidnight: 24 - last, apart };
}

/** Ascending, without repeats; null where the field is malformed. */
function hoursOf(field: string): readonly number[] | null {
  const hours = new Set<number>();
  for (const item of field.split(',')) {
    const parts = /^(?=.)(?:\*|(\d{1,2})(?:-(\d{1,2}))?)?(?:\/(\d{1,2}))?$/.exec(item);
    if (parts === null) return null;
    const [, from = '0', to, step] = parts;
    const end = to ?? (parts[1] === undefined || step !== undefined ? '23' : from);
    const [first, last, by] = [Number(from), Number(end), Number(step ?? '1')];
    if (last > 23 || first > last || by === 0) return null;
    for (let hour = first; hour <= last; hour += by) hours.add(hour);
  }
  return [...hours].sort((a, b) => a - b);
}
