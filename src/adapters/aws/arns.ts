import { placeOfArn } from '../../snapshot/home.ts';

/** The ARN of a Lambda function, whose last part may name a version or an alias. */
export interface FunctionName {
  readonly arn: string;
  readonly unqualified: string;
  readonly qualifier: string | null;
  readonly account: string;
  readonly region: string;
}

const FUNCTION_ARN = /^(arn:[a-z][a-z0-9-]*:lambda:([a-z0-9-]+):(\d{12}):function:[\w-]+)(?::([\w$-]+))?$/;

/** Null for what is no function's ARN. */
export function functionName(text: string): FunctionName | null {
  const [arn, unqualified, region, account, qualifier] = FUNCTION_ARN.exec(text) ?? [];
  if (arn === undefined || unqualified === undefined || region === undefined || account === undefined) return null;
  return { arn, unqualified, qualifier: qualifier ?? null, account, region };
}

/** The Region of an ARN; null for a name. */
export function arnRegion(text: string): string | null {
  return placeOfArn(text).region;
}
