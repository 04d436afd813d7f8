const FUNCTION_ARN =
  /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;

export function isFunctionArn(text: string): boolean {
  return FUNCTION_ARN.test(text);
}

/** What a text given as a function's ARN is instead, with its article. */
export function kindOfArn(text: string): string {
  const [scheme, , service = '', , , resource = ''] = text.split(':');
  if (scheme !== 'arn' || resource === '') return 'not an ARN';
  if (service === 'secretsmanager' && resource === 'secret') return 'the ARN of a secret';
  if (service === 'lambda') return `the ARN of a Lambda ${resource.split('/')[0]}, not well formed as a function's`;
  return `an ARN of ${service}`;
}

/** Without its version or alias: what a function's reserved concurrency is kept under. */
export function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}
