import type { Answer, AwsCall } from './call.ts';
import type { ServedFacts } from './start-aws-server.ts';

export function answerSts(call: AwsCall, facts: ServedFacts): Answer {
  if (call.operation !== 'GetCallerIdentity') throw new Error(`STS operation ${call.operation} is not served`);
  const account = String(facts.accountId);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/operator/preflight</Arn><UserId>AROAEXAMPLE:preflight</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  };
}
