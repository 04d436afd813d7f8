import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { SecretValueFacts } from './secret-value.ts';
import { parseTargetSpec, type TargetSpec } from './target-spec.ts';

/** The port AWS's own rotation templates use where the secret names none. */
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['mysql', 3306],
  ['mariadb', 3306],
  ['aurora-mysql', 3306],
  ['postgres', 5432],
  ['aurora-postgresql', 5432],
  ['sqlserver', 1433],
  ['oracle', 1521],
  ['mongo', 27017],
  ['docdb', 27017],
  ['redshift', 5439],
  ['db2', 50000],
]);

/** What the secret's value says about the service: all of it, only the host, or nothing. */
export type ValueTarget =
  | { readonly kind: 'none' }
  | { readonly kind: 'target'; readonly spec: TargetSpec; readonly remarks: readonly Blocker[] }
  | { readonly kind: 'host'; readonly host: string; readonly hint: string };

/** @throws INVALID_QUESTION where the value's host is none. */
export function targetOfValue(value: SecretValueFacts | null): ValueTarget {
  if (value?.host == null) return { kind: 'none' };
  const { host, port, engine } = value;
  if (typeof port === 'number') return { kind: 'target', spec: parseTargetSpec(`${host}:${port}`), remarks: [] };
  const assumed = port === null ? DEFAULT_PORTS.get(engine ?? '') : undefined;
  if (assumed === undefined) {
    const why =
      port === null ? 'no port and no engine whose port is known' : 'a port that is no number from 1 to 65535';
    return {
      kind: 'host',
      host: parseTargetSpec(`${host}:1`).host,
      hint: `The secret's value names ${host} with ${why}.`,
    };
  }
  const remark = blocker(
    'X_TARGET_PORT_ASSUMED',
    { resources: [host] },
    { engine: engine ?? 'unknown', port: String(assumed) },
  );
  return { kind: 'target', spec: parseTargetSpec(`${host}:${assumed}`), remarks: [remark] };
}
