/** RotateSecret's own member names, forwarded untouched (SecretId excepted, which is the question's). */
export interface RotationParameters {
  readonly ClientRequestToken?: string;
  readonly RotationLambdaARN?: string;
  readonly RotationRules?: {
    /** 1–1000. */
    readonly AutomaticallyAfterDays?: number;
    /** Hours: 3h. */
    readonly Duration?: string;
    readonly ScheduleExpression?: string;
  };
  readonly RotateImmediately?: boolean;
  readonly ExternalSecretRotationMetadata?: readonly { readonly Key: string; readonly Value: string }[];
  readonly ExternalSecretRotationRoleArn?: string;
}
