import type { GapRow, RawItem, RequestRow } from '../../snapshot/document.ts';
import type { ListName } from '../../snapshot/families.ts';
import { withoutPrivateValues } from '../../snapshot/private-values.ts';
import { type FactStore, type FactsSoFar, identityOf } from './facts-so-far.ts';
import type { Failure } from './failure.ts';
import type { Place } from './place.ts';
import { plainJson } from './plain-json.ts';
import type { ItemsRow, PlanRow } from './plan-row.ts';
import { isNotFound } from './question-error.ts';

export interface Call {
  readonly row: PlanRow;
  readonly at: Place;
  readonly values: readonly string[];
}

export type Outcome =
  | { readonly call: Call; readonly answer: unknown }
  | { readonly call: Call; readonly failure: Failure };

/** One row for each question: answered, or why not. */
export interface RowBook {
  readonly requests: RequestRow[];
  readonly gaps: GapRow[];
}

/** Keeps what a call gave, and leaves its row: an answer in `requests`, a failure in `gaps`, never both. */
export function record(outcome: Outcome, facts: FactStore, rows: RowBook): void {
  const { call } = outcome;
  const answered = 'answer' in outcome ? outcome : noneInsteadOf(call, outcome.failure, facts);
  if (answered !== null) keep(call, answered.answer, facts, rows);
  else if ('failure' in outcome) leaveGap(call, outcome.failure.name, outcome.failure.message, rows);
}

function leaveGap(call: Call, error: string, message: string, rows: RowBook): void {
  rows.gaps.push({ ...rowOf(call), error, message });
}

function leaveRequest(call: Call, rows: RowBook): void {
  rows.requests.push(rowOf(call));
}

function keep(call: Call, answer: unknown, facts: FactStore, rows: RowBook): void {
  const { row, values } = call;
  const [value = ''] = values;
  switch (row.kind) {
    case 'items':
      keepItems(call, row, (answer as readonly object[]).map(kept(row.list)), facts, rows);
      break;
    case 'member':
      facts.addMember(row, value, answer);
      leaveRequest(call, rows);
      break;
    case 'entry':
      facts.addEntry(row.list, value, answer);
      leaveRequest(call, rows);
  }
}

function kept(list: ListName): (item: object) => RawItem {
  return (item) => withoutPrivateValues(list, plainJson(item));
}

function keepItems(call: Call, row: ItemsRow, items: readonly RawItem[], facts: FactStore, rows: RowBook): void {
  const { at, values } = call;
  facts.addItems(row.list, items, at);
  const shown = new Set(items.map((item) => identityOf(row.list, item)));
  const hidden = row.referredTo === true ? values.filter((id) => !shown.has(id)) : [];
  const answered = values.filter((value) => !hidden.includes(value));
  if (answered.length > 0) leaveRequest({ ...call, values: answered }, rows);
  if (hidden.length > 0)
    leaveGap({ ...call, values: hidden }, 'NotShown', 'AWS does not show it to this account.', rows);
}

const MAY_BE_GONE: ReadonlySet<string> = new Set(['Functions', 'FunctionAliases', 'Secrets']);

/** ResourceNotFoundException is an answer where what was asked about is known to be there: that it has none. */
function noneInsteadOf(
  { row, values }: Call,
  failure: Failure,
  facts: FactsSoFar,
): { readonly answer: unknown } | null {
  if (!isNotFound(failure)) return null;
  // The function that the secret names, its alias, or the superuser's secret, is gone: that is what is judged.
  if (MAY_BE_GONE.has(row.list)) return { answer: [] };
  if (row.kind !== 'entry' || row.noneIfIn === undefined) return null;
  const list = row.noneIfIn;
  const owners: readonly RawItem[] = facts.items(list);
  return owners.some((item) => identityOf(list, item) === values[0]) ? { answer: null } : null;
}

/** Account null: who asks by default, filled in with the document. */
function rowOf({ row, at, values }: Call): RequestRow {
  const narrowedBy = row.filter === null ? {} : { [row.filter]: values };
  const member = row.kind === 'member' ? { member: [row.member] } : {};
  return { list: row.list, action: row.action, ...at, filters: { ...narrowedBy, ...member } };
}
