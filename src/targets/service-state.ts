/** Whether a managed service answers connections, by the status its API states. */
export interface ServiceState {
  readonly text: string;
  readonly answers: 'yes' | 'no' | 'unknown';
}

const ANSWERS: ReadonlySet<string> = new Set([
  'available',
  'backing-up',
  'configuring-associated-roles',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'delete-precheck',
  'modifying',
  'moving-to-vpc',
  'resetting-master-credentials',
  'rotating-keys',
  'snapshotting',
  'storage-config-upgrade',
  'storage-initialization',
  'storage-optimization',
  'updating-hsm',
]);

const IS_DOWN =
  /^(?:stopped|stopping|starting|creating|deleting|deleted|failed|paused|pausing|resuming|final-snapshot|hardware-failure|insufficient-capacity|inaccessible-encryption-credentials(?:-recoverable)?|incompatible-.*|restore-error|restore-failed)$/;

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html,
 * https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-cluster-status.html
 */
export function stateOf(status: string | undefined): ServiceState {
  if (status === undefined) return { text: 'in no state that is stated', answers: 'unknown' };
  const text = status.toLowerCase();
  if (ANSWERS.has(text) || text.startsWith('available')) return { text, answers: 'yes' };
  return { text, answers: IS_DOWN.test(text) ? 'no' : 'unknown' };
}
