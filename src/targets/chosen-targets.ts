import { AppError } from '../errors.ts';
import type { Blocker } from '../reachability/blocker.ts';
import { blocker } from '../reachability/blocker.ts';
import type { Secret } from '../snapshot/rotation-facts.ts';
import type { SecretValueFacts } from './secret-value.ts';
import { parseTargetSpec, parseTargetSpecs, type TargetSpec } from './target-spec.ts';

export const TARGET_TAG = 'rotation-preflight:target';

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

/** The port AWS's own rotation templates use where the secret names none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  mysql: 3306,
  mariadb: 3306,
  'aurora-mysql': 3306,
  postgres: 5432,
  'aurora-postgresql': 5432,
  sqlserver: 1433,
  oracle: 1521,
  mongo: 27017,
  docdb: 27017,
  redshift: 5439,
  db2: 50000,
};

/** What the function must reach: the owner's word in the tag, then the secret's value, then the caller. Two that differ are a mistake somewhere. */
export function chooseTargets(
  secret: Secret | null,
  value: SecretValueFacts | null,
  asked: { readonly targets: readonly string[]; readonly noTarget: boolean },
): ChosenTargets {
  const remarks: Blocker[] = [];
  const named: Readonly<Record<TargetSource, readonly TargetSpec[]>> = {
    tag: taggedTargets(secret),
    'secret-value': valueTargets(value, remarks),
    caller: asked.targets.map(parseTargetSpec),
  };
  const order: readonly TargetSource[] = ['tag', 'secret-value', 'caller'];
  const source = order.find((s) => named[s].length > 0);
  const blockers: Blocker[] = [];
  if (source === undefined) {
    if (!asked.noTarget)
      blockers.push(
        blocker(
          'X_TARGET_NOT_NAMED',
          { resources: secret === null ? [] : [secret.ARN] },
          {
            hint: `Name it with --target HOST:PORT, in the secret's tag ${TARGET_TAG}, or say --no-target if the function contacts nothing but Secrets Manager.`,
          },
        ),
      );
    return { targets: [], blockers, remarks };
  }
  const chosen = named[source];
  for (const other of order) {
    if (other === source || named[other].length === 0 || sameTargets(chosen, named[other])) continue;
    blockers.push(
      disagreement(secret, named[other].map(written).join(', '), chosen.map(written).join(', '), sourceName(source)),
    );
  }
  if (asked.noTarget)
    blockers.push(disagreement(secret, 'no target', chosen.map(written).join(', '), sourceName(source)));
  return { targets: chosen.map((spec) => ({ spec, source })), blockers, remarks };
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

function valueTargets(value: SecretValueFacts | null, remarks: Blocker[]): readonly TargetSpec[] {
  if (value?.host == null) return [];
  const assumed = value.engine === null ? undefined : DEFAULT_PORTS[value.engine];
  const port = value.port ?? assumed;
  if (port === undefined) return [];
  if (value.port === null)
    remarks.push(
      blocker(
        'X_TARGET_PORT_ASSUMED',
        { resources: [value.host] },
        { engine: value.engine ?? 'unknown', port: String(port) },
      ),
    );
  return [parseTargetSpec(`${value.host}:${port}`)];
}

function sameTargets(a: readonly TargetSpec[], b: readonly TargetSpec[]): boolean {
  const key = (specs: readonly TargetSpec[]) =>
    JSON.stringify([...new Set(specs.map((s) => `${s.host}:${s.port}`))].sort());
  return key(a) === key(b);
}

function written({ host, port }: TargetSpec): string {
  return `${host}:${port}`;
}

function sourceName(source: TargetSource): string {
  return { tag: `the secret's tag ${TARGET_TAG}`, 'secret-value': "the secret's value", caller: 'the caller' }[source];
}

function disagreement(secret: Secret | null, named: string, declared: string, source: string): Blocker {
  return blocker('X_TARGET_DISAGREES', { resources: secret === null ? [] : [secret.ARN] }, { named, declared, source });
}
