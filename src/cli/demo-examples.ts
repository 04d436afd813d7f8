import type { RotationParameters, Status } from '../assessment/assessment.ts';

/** One of the accounts in examples/, what is asked about it, and what must come out. */
export interface DemoExample {
  readonly title: string;
  /** Name of the secret that its snapshot holds. */
  readonly secret: string;
  readonly targets: readonly string[];
  readonly rotation: RotationParameters;
  readonly expected: Status;
}

export const DEMO_EXAMPLES: readonly DemoExample[] = [
  {
    title: 'two subnets, Secrets Manager through a NAT gateway',
    secret: 'prod/orders/postgres',
    targets: [],
    rotation: {
      RotationLambdaARN: 'arn:aws:lambda:us-east-1:111122223333:function:rotate-orders-postgres',
      RotationRules: { AutomaticallyAfterDays: 30 },
    },
    expected: 'pass',
  },
  {
    title: 'no way to the internet, Secrets Manager through a private endpoint',
    secret: 'prod/ledger/mysql',
    targets: ['i-0c7e1a55d2b94f603:3306'],
    rotation: {
      RotationLambdaARN: 'arn:aws:lambda:us-east-1:111122223333:function:rotate-ledger-mysql',
      RotationRules: { ScheduleExpression: 'cron(0 4 ? * SUN *)', Duration: '2h' },
    },
    expected: 'pass',
  },
  {
    title: 'broken in several places at once',
    secret: 'prod/warehouse/postgres',
    targets: ['10.40.20.15:5432'],
    rotation: {
      RotationLambdaARN: 'arn:aws:lambda:us-east-1:111122223333:function:rotate-warehouse-postgres',
      RotationRules: { AutomaticallyAfterDays: 30 },
    },
    expected: 'fail',
  },
];
