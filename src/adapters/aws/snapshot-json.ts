import { AppError } from '../../errors.ts';
import type { RawItem, RequestRow } from '../../snapshot/document.ts';
import { FAMILIES, type Fact, type ListName } from '../../snapshot/families.ts';
import { partitionOf, placeOfArn } from '../../snapshot/home.ts';
import type { FirewallRuleGroupAssociation } from '../../snapshot/name-facts.ts';
import type { Secret } from '../../snapshot/rotation-facts.ts';
import type { Collected } from './collect.ts';
import type { EntryName, FactStore, Placed } from './facts-so-far.ts';
import type { Place } from './place.ts';
import { type ShownVpcs, visibleRows } from './visible-rows.ts';
import { theSecretItself } from './wanted-functions.ts';
import { CALLER, remedyFor } from './whereabouts.ts';

/** What was collected, as the JSON of a snapshot document. `capturedAt` is an ISO 8601 time. */
export function snapshotJson({ facts, requests, gaps }: Collected, capturedAt: string): RawItem {
  const secret = theSecretItself(facts);
  const { account } = placeOfArn(secret?.ARN);
  if (secret === null || account === null) {
    throw new AppError('INTERNAL', 'DescribeSecret answered without an ARN.', { hint: 'Report this as a bug.' });
  }
  const placed = <Row extends RequestRow>(row: Row): Row => placedRow(row, facts, secret);
  const rows = visibleRows({ requests: requests.map(placed), gaps: gaps.map(placed) }, (row) =>
    shownTo(facts, row.account ?? account, row.region ?? facts.home.region),
  );
  return {
    snapshotVersion: 1,
    capturedAt,
    partition: partitionOf(facts.home.region),
    region: facts.home.region,
    accountId: account,
    ...lists(facts, account),
    SecretPolicies: Object.fromEntries(
      [...facts.entries('SecretPolicies')].map(([id, text]) => [id === facts.request.secret ? secret.ARN : id, text]),
    ),
    FunctionPolicies: entries(facts, 'FunctionPolicies'),
    FunctionConcurrency: entries(facts, 'FunctionConcurrency'),
    ...rows,
  };
}

/** Names who asked. A secret may be asked for by part of its ARN: what was answered is about the secret itself. */
function placedRow<Row extends RequestRow>(row: Row, facts: FactStore, { ARN, Name }: Secret): Row {
  const { 'secret-id': ids, ...others } = row.filters;
  const itself = ids?.includes(facts.request.secret) ?? false;
  const names = [ARN, ...(Name === undefined ? [] : [Name])];
  return {
    ...row,
    account: row.account ?? caller(facts),
    filters: itself ? { ...others, 'secret-id': names } : row.filters,
  };
}

function caller(facts: FactStore): string | null {
  const said = facts.entry('CallerIdentity', CALLER);
  return typeof said === 'string' ? said : null;
}

function shownTo(facts: FactStore, account: string, region: string): ShownVpcs {
  const asked = (owner: string) => owner === caller(facts) || facts.accounts.has(owner);
  const shown = facts.placed('Vpcs').filter(({ at }) => isAt(facts, at, account, region));
  const foreign = shown.flatMap(({ fact: { VpcId: vpc, OwnerId: owner = account } }) =>
    owner === account ? [] : [{ vpc, ownerAsked: asked(owner), remedy: remedyFor(facts, owner) }],
  );
  const own = shown.filter(({ fact }) => (fact.OwnerId ?? account) === account);
  return { own: own.map(({ fact }) => fact.VpcId), shared: foreign };
}

function isAt(facts: FactStore, at: Place, account: string, region: string): boolean {
  return at.region === region && (at.account ?? caller(facts) ?? account) === account;
}

function lists(facts: FactStore, account: string): RawItem {
  return Object.fromEntries(
    (Object.keys(FAMILIES) as ListName[])
      .filter((list) => facts.answered(list))
      .map((list) => [list, facts.placed(list).map((item) => itemJson(facts, list, item, account))]),
  );
}

function itemJson<L extends ListName>(
  facts: FactStore,
  list: L,
  { fact, at }: Placed<Fact<L>>,
  account: string,
): RawItem {
  const from = { account: at.account ?? caller(facts) ?? account, region: at.region };
  const atHome = list === 'Secrets' || (from.account === account && from.region === facts.home.region);
  return {
    ...fact,
    ...withDomains(facts, facts.members(list, fact)),
    ...(atHome ? {} : { _from: from }),
  };
}

/** Rules of DNS Firewall name lists of domains, which are read one by one. */
function withDomains(facts: FactStore, members: RawItem): RawItem {
  const { FirewallRules } = members as Partial<FirewallRuleGroupAssociation>;
  if (FirewallRules === undefined) return members;
  const rules = FirewallRules.map((rule) => {
    const domains = facts.entry('FirewallDomains', rule.FirewallDomainListId ?? '');
    return domains === undefined ? rule : { ...rule, Domains: domains };
  });
  return { ...members, FirewallRules: rules };
}

function entries(facts: FactStore, name: EntryName): RawItem {
  return Object.fromEntries(facts.entries(name));
}
