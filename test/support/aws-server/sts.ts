import type { Answer, AwsCall } from './call.ts';
import type { ServedFacts } from './start-aws-server.ts';
import { accountOf } from './visible-items.ts';

export function answerSts(call: AwsCall, facts: ServedFacts): Answer {
  switch (call.operation) {
    case 'GetCallerIdentity': {
      const account = accountOf(call, facts);
      return result(
        call,
        `<Arn>arn:aws:sts::${account}:assumed-role/operator/preflight</Arn><UserId>AROAEXAMPLE:preflight</UserId><Account>${account}</Account>`,
      );
    }
    // The keys of a role tell its account.
    case 'AssumeRole': {
      const account = String(call.parameters.RoleArn).split(':')[4];
      return result(
        call,
        `<Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
      );
    }
    default:
      throw new Error(`STS operation ${call.operation} is not served`);
  }
}

function result({ operation }: AwsCall, members: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${members}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`,
  };
}
