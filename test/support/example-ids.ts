/** The resources that the examples of reports are about. */
export const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/orders/db-a1B2c3';
export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-orders-db';
export const SUBNETS = ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'] as const;

export const FUNCTION_GROUP = 'sg-0f00000000000001a';
export const DATABASE_GROUP = 'sg-0db0000000000002b';
export const ENDPOINT_GROUP = 'sg-0e00000000000003c';
export const APPLICATION_ACL = 'acl-0a99000000000001a';
export const DATABASE_ACL = 'acl-0db0000000000002b';
export const APPLICATION_ROUTES = 'rtb-0a99000000000001a';
export const DATABASE_ROUTES = 'rtb-0db0000000000002b';
export const PUBLIC_ROUTES = 'rtb-09b000000000003c0';
export const DATABASE = 'eni-0db00000000000010';
export const ENDPOINT_INTERFACE = 'eni-0e000000000000050';
export const ENDPOINT = 'vpce-0123456789abcdef0';
export const NAT = 'nat-0123456789abcdef0';
export const INTERNET_GATEWAY = 'igw-0123456789abcdef0';
