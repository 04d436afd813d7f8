import { item, secret } from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { noRoute, precondition, type Situation, situation } from './situation.ts';

const CURRENT = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

/** What is wrong with the secret itself, or with the schedule asked for. */
export const SECRET_PRECONDITIONS: readonly Situation[] = [
  situation('secret-scheduled-for-deletion', {
    world: (w) => {
      secret(w).DeletedDate = '2026-12-20T08:00:00.000Z';
    },
    preconditions: { 'secret-deleted': 'fail' },
    blockers: [precondition('secret-deleted')],
    explain: `The secret is scheduled for deletion, and RotateSecret refuses such a secret. Restore it first.`,
    source: 'sm-rotate',
  }),
  situation('secret-managed-by-another-service', {
    world: (w) => {
      const it = secret(w);
      it.OwningService = 'rds';
      delete it.RotationLambdaARN;
    },
    service: 'n/a',
    endpoint: 'n/a',
    preconditions: { 'secret-managed': 'unknown' },
    blockers: [precondition('secret-managed')],
    explain: `Amazon RDS owns the secret and rotates it without a Lambda function. Neither path applies, and whether the owning
      service would take this call is not for us to say: ask for the rotation there.`,
    source: 'sm-managed',
  }),
  situation('secret-managed-by-another-service-with-a-function-named', {
    world: (w) => {
      secret(w).OwningService = 'rds';
    },
    service: 'n/a',
    endpoint: 'n/a',
    preconditions: { 'secret-managed': 'fail' },
    blockers: [precondition('secret-managed')],
    explain: `The secret belongs to Amazon RDS, yet a rotation function is configured. Managed rotation takes no function; the
      call is refused.`,
    source: 'sm-managed',
  }),
  situation('managed-external-secret', {
    world: (w) => {
      const it = secret(w);
      it.Type = 'ExamplePartnerApiKey';
      delete it.RotationLambdaARN;
    },
    service: 'n/a',
    endpoint: 'n/a',
    preconditions: { 'secret-rotates-without-lambda': 'fail' },
    blockers: [precondition('secret-rotates-without-lambda')],
    explain: `The secret is of a partner's type and rotates at the partner by a role, without any function. This check is about
      functions and lets nothing through it cannot judge.`,
    source: 'sm-external',
  }),
  situation('secret-is-a-replica', {
    world: (w) => {
      secret(w).PrimaryRegion = 'eu-west-1';
    },
    preconditions: { 'secret-replica': 'fail' },
    blockers: [precondition('secret-replica')],
    explain: `This is a replica of a secret in eu-west-1. Replicas are rotated with their primary; promote it to rotate it here.`,
    source: 'sm-replica',
  }),
  situation('secret-without-a-current-version', {
    world: (w) => {
      secret(w).VersionIdsToStages = { [OTHER]: ['AWSPREVIOUS'] };
    },
    preconditions: { 'secret-has-current': 'fail' },
    blockers: [precondition('secret-has-current')],
    explain: `No version of the secret bears AWSCURRENT. The first thing a rotation function does is to read that version.`,
    source: 'sm-templates',
  }),
  situation('previous-rotation-left-pending', {
    world: (w) => {
      secret(w).VersionIdsToStages = { [CURRENT]: ['AWSCURRENT'], [OTHER]: ['AWSPENDING'] };
    },
    preconditions: { 'pending-version': 'fail' },
    blockers: [precondition('pending-version')],
    explain: `AWSPENDING is on a version that is not the current one: a rotation is under way, being retried, or stuck. AWS refuses
      another. Find out which version logs in before touching any label.`,
    source: 'sm-trouble',
  }),
  situation('pending-label-on-the-current-version', {
    world: (w) => {
      secret(w).VersionIdsToStages = { [CURRENT]: ['AWSCURRENT', 'AWSPENDING'], [OTHER]: ['AWSPREVIOUS'] };
    },
    explain: `AWSPENDING stands on the same version as AWSCURRENT. That is how a finished rotation leaves it, and it stands in
      nobody's way.`,
    source: 'sm-rotate',
  }),
  situation('no-rotation-function-named', {
    world: (w) => {
      const it = secret(w);
      delete it.RotationLambdaARN;
      it.RotationEnabled = false;
    },
    service: 'n/a',
    endpoint: 'n/a',
    preconditions: { 'function-named': 'fail' },
    blockers: [precondition('function-named')],
    explain: `Neither the secret nor the question names a rotation function, so there is nothing to rotate with and no path to
      judge. RotateSecret would refuse.`,
    source: 'sm-rotate',
  }),
  situation('schedule-too-often', {
    question: { rotation: { RotationRules: { ScheduleExpression: 'rate(1 hour)' } } },
    preconditions: { 'rotation-rules': 'fail' },
    blockers: [precondition('rotation-rules')],
    warnings: ['X_NOBODY_READS_THIS_SECRET'],
    explain: `The schedule asks for a rotation every hour. Secrets Manager rotates every four hours at most and refuses.`,
    source: 'sm-rotate',
  }),
  situation('days-and-schedule-at-once', {
    question: { rotation: { RotationRules: { AutomaticallyAfterDays: 30, ScheduleExpression: 'rate(30 days)' } } },
    preconditions: { 'rotation-rules': 'fail' },
    blockers: [precondition('rotation-rules')],
    warnings: ['X_NOBODY_READS_THIS_SECRET'],
    explain: `The rules give a number of days and a schedule expression. They exclude each other.`,
    source: 'sm-rotate',
  }),
  situation('sound-schedule', {
    question: {
      rotation: {
        RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' },
        RotateImmediately: false,
      },
    },
    explain: `Rotation on the first and fifteenth of each month at four in the afternoon UTC, within two hours. The rules are
      sound and both paths are open.`,
    source: 'sm-rotate',
  }),
  situation('rotation-at-the-next-window-is-gated-too', {
    world: withoutNat,
    question: { rotation: { RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false } },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `RotateImmediately is false, which is no dry run: the configuration is stored and the function is invoked for its
      testSecret step. It would hang for want of a way to Secrets Manager.`,
    source: 'sm-rotate',
  }),
  situation('pending-version-and-closed-endpoint', {
    world: (w) => {
      addEndpoint(w);
      withoutNat(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
        { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
      ];
      secret(w).VersionIdsToStages = { [CURRENT]: ['AWSCURRENT'], [OTHER]: ['AWSPENDING'] };
    },
    endpoint: 'fail',
    preconditions: { 'pending-version': 'fail' },
    blockers: [
      {
        code: 'ENI_SG_RULES_MISMATCH',
        resources: ['sg-lambda'],
        prerequisite: 'endpoint',
        leg: 'forward',
        direction: 'egress',
        at: 'subnet-l1',
      },
      precondition('pending-version'),
    ],
    explain: `This is what an earlier attempt left behind: the function cannot reach Secrets Manager, its rotation timed out, and
      AWSPENDING is stuck on an empty version. The path comes first, the label second.`,
    source: 'sm-trouble',
  }),
];
