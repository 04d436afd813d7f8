import { AppError } from '../errors.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { Secret } from '../snapshot/rotation-facts.ts';
import type { SecretValueFacts } from './secret-value.ts';
import { parseTargetSpec, parseTargetSpecs, type TargetSpec, written } from './target-spec.ts';
import { targetOfValue, type ValueTarget } from './value-target.ts';

const TARGET_TAG = 'rotation-preflight:target';
export const HOW_TO_NAME_IT = `Name it with --target HOST:PORT or in the secret's tag ${TARGET_TAG}`;

export type TargetSource = 'tag' | 'secret-value' | 'caller';

export interface ChosenTarget {
  readonly spec: TargetSpec;
  readonly source: TargetSource;
}

export interface ChosenTargets {
  readonly targets: readonly ChosenTarget[];
  readonly blockers: readonly Blocker[];
  readonly remarks: readonly Blocker[];
}

/** What one source says: its targets; of a value that names no port, its host alone. */
interface Claim {
  readonly source: TargetSource;
  readonly specs: readonly TargetSpec[];
  readonly hostOnly: string | null;
}

/** What the function must reach: the owner's word in the tag, then the secret's value, then the caller. Two that differ are a mistake somewhere. */
export function chooseTargets(
  secret: Secret | null,
  value: SecretValueFacts | null,
  asked: { readonly targets: readonly string[]; readonly noTarget: boolean },
): ChosenTargets {
  const inValue = targetOfValue(value);
  const superuser = targetOfValue(value?.master ?? null);
  const asOwn = superuser.kind === 'host' ? withOwnPort(superuser.host, inValue) : superuser;
  const isWhole = value?.masterarn == null || asOwn.kind === 'target';
  const fromValue = claimOf(inValue, asOwn);
  const claims: readonly Claim[] = [
    { source: 'tag' as const, specs: taggedTargets(secret), hostOnly: null },
    fromValue,
    { source: 'caller' as const, specs: asked.targets.map(parseTargetSpec), hostOnly: null },
  ].filter((claim) => claim.specs.length > 0 || claim.hostOnly !== null);
  const [first] = claims;
  // A value whose second secret nobody read tells only one of the services; whoever names targets beside it names all.
  const complete = isWhole ? [] : claims.filter((claim) => claim.source !== 'secret-value');
  const chosen = [...complete, ...claims].find((claim) => claim.specs.length > 0);
  const also = value?.masterarn == null || chosen === undefined || !isWhole ? [] : missingFrom(chosen, fromValue);
  const resources = secret === null ? [] : [secret.ARN];
  const differing = claims.filter((claim) => first !== undefined && claim !== first && !agree(first, claim, value));
  const withoutTarget = asked.noTarget && first !== undefined ? ['no target'] : [];
  const blockers = [...differing.map(named), ...withoutTarget].map((name) =>
    blocker(
      'X_TARGET_DISAGREES',
      { resources },
      {
        named: name,
        declared: first === undefined ? '' : named(first),
        source: first === undefined ? '' : sourceName(first.source),
      },
    ),
  );
  return {
    targets: [...targetsOf(chosen), ...also].map((target) => withStated(target, claims)),
    blockers: [...blockers, ...unnamed({ secret, value, inValue, isWhole, claims, noTarget: asked.noTarget })],
    remarks: [inValue, superuser].flatMap((it) => (it.kind === 'target' ? it.remarks : [])),
  };
}

/** A superuser's secret without a port means the database's own. */
function withOwnPort(host: string, own: ValueTarget): ValueTarget {
  if (own.kind !== 'target') return { kind: 'none' };
  return { kind: 'target', spec: { ...own.spec, kind: 'host', host, addresses: [] }, remarks: [] };
}

/** What a value names: its own host, and the host of the superuser's secret where that is another. */
function claimOf(own: ValueTarget, superuser: ValueTarget): Claim {
  const specs = [own, superuser].flatMap((it) => (it.kind === 'target' ? [it.spec] : []));
  const distinct = new Map(specs.map((spec) => [written(spec), spec]));
  return { source: 'secret-value', specs: [...distinct.values()], hostOnly: own.kind === 'host' ? own.host : null };
}

function targetsOf(claim: Claim | undefined): readonly ChosenTarget[] {
  return (claim?.specs ?? []).map((spec) => ({ spec, source: claim?.source ?? 'caller' }));
}

function missingFrom(chosen: Claim, other: Claim): readonly ChosenTarget[] {
  const named = namesOf(chosen);
  return targetsOf(other).filter(({ spec }) => !named.includes(written(spec)));
}

/** Everything that was named, and by whom. */
interface Naming {
  readonly secret: Secret | null;
  readonly value: SecretValueFacts | null;
  readonly inValue: ValueTarget;
  /** Whether the value names every service the function logs in to. */
  readonly isWhole: boolean;
  readonly claims: readonly Claim[];
  readonly noTarget: boolean;
}

/** Why what was named is not all the function must reach. */
function unnamed({ secret, value, inValue, isWhole, claims, noTarget }: Naming): readonly Blocker[] {
  const place = { resources: secret === null ? [] : [secret.ARN] };
  const database = value === null ? null : databaseIn(value);
  const stated = claims.some((claim) => claim.source !== 'secret-value');
  const hints = [
    ...(claims.length === 0 && !noTarget
      ? [`${HOW_TO_NAME_IT}, or say --no-target if the function contacts nothing but Secrets Manager.`]
      : []),
    ...(inValue.kind === 'host' && (!stated || value?.port === 'unreadable')
      ? [`${inValue.hint} ${HOW_TO_NAME_IT}.`]
      : []),
    ...(noTarget && claims.length === 0 && database !== null
      ? [`The secret's value names ${database} without a host that could be found. ${HOW_TO_NAME_IT}.`]
      : []),
    ...(value?.masterarn != null && !isWhole && !stated
      ? [
          `The rotation also logs in with ${value.masterarn}, whose host is not read. ${HOW_TO_NAME_IT}, every service the function contacts.`,
        ]
      : []),
  ];
  return hints.map((hint) => blocker('X_TARGET_NOT_NAMED', place, { hint }));
}

/** Null: the value speaks of none. */
function databaseIn({ engine, port, dbInstanceIdentifier, dbClusterIdentifier }: SecretValueFacts): string | null {
  const identifier = dbClusterIdentifier ?? dbInstanceIdentifier;
  if (identifier !== null) return identifier;
  if (engine !== null) return `the engine ${engine}`;
  return port === null ? null : 'a port';
}

function taggedTargets(secret: Secret | null): readonly TargetSpec[] {
  const text = (secret?.Tags ?? []).find((tag) => tag.Key === TARGET_TAG)?.Value;
  if (text === undefined || secret === null) return [];
  try {
    return parseTargetSpecs(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('INVALID_QUESTION', `Tag ${TARGET_TAG} of ${secret.ARN}: ${error.message}`, {
      resource: secret.ARN,
      hint: error.hint,
      cause: error,
    });
  }
}

/** The same services at addresses that do not contradict each other; beside a value that names another secret, more may be named. */
function agree(a: Claim, b: Claim, value: SecretValueFacts | null): boolean {
  const hostOnly = a.hostOnly ?? b.hostOnly;
  if (hostOnly !== null) return [...a.specs, ...b.specs].some((spec) => spec.host === hostOnly);
  const [namesA, namesB] = [namesOf(a), namesOf(b)];
  const fromValue = [a, b].find((claim) => claim.source === 'secret-value');
  const within = (inner: readonly string[], outer: readonly string[]) => inner.every((name) => outer.includes(name));
  const same =
    value?.masterarn == null || fromValue === undefined
      ? within(namesA, namesB) && within(namesB, namesA)
      : within(namesA, namesB) || within(namesB, namesA);
  return same && namesA.every((name) => compatible(addressesOf(a, name), addressesOf(b, name)));
}

function namesOf({ specs }: Claim): readonly string[] {
  return [...new Set(specs.map(written))];
}

function addressesOf({ specs }: Claim, name: string): readonly string[] {
  return [...new Set(specs.filter((spec) => written(spec) === name).flatMap((spec) => spec.addresses))].sort(
    byCodeUnit,
  );
}

function compatible(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.join() === b.join();
}

/** The addresses that any source states for the target: whoever gives them says what is checked. */
function withStated(target: ChosenTarget, claims: readonly Claim[]): ChosenTarget {
  const { spec } = target;
  if (spec.kind !== 'host' || spec.addresses.length > 0) return target;
  const giving = claims.find((claim) => addressesOf(claim, written(spec)).length > 0);
  if (giving === undefined) return target;
  return { spec: { ...spec, addresses: addressesOf(giving, written(spec)) }, source: giving.source };
}

function named(claim: Claim): string {
  if (claim.hostOnly !== null) return claim.hostOnly;
  return claim.specs
    .map((s) =>
      s.addresses.length > 0 && s.addresses[0] !== s.host ? `${written(s)}=${s.addresses.join()}` : written(s),
    )
    .join(', ');
}

function sourceName(source: TargetSource): string {
  return { tag: `the secret's tag ${TARGET_TAG}`, 'secret-value': "the secret's value", caller: 'the caller' }[source];
}
