import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Moto } from './moto.ts';

/** The account that moto plays. */
export const MOTO_ACCOUNT = '123456789012';
const REGION = 'us-east-1';

export interface MotoNetwork {
  readonly vpc: string;
  readonly functionSubnet: string;
  readonly publicSubnet: string;
  readonly functionGroup: string;
  readonly natGateway: string;
  readonly endpoint: string;
  /** The database's interface, at 10.0.20.10. */
  readonly databaseInterface: string;
}

export interface MotoRotation {
  readonly secret: string;
  readonly function: string;
}

function configOf({ url }: Moto) {
  return { endpoint: url, region: REGION, credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' } };
}

/** A VPC with a function subnet behind a NAT gateway, a private endpoint for Secrets Manager, a database interface. */
export async function seedNetwork(moto: Moto): Promise<MotoNetwork> {
  const ec2 = new EC2Client(configOf(moto));
  const vpc = present((await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId);
  const subnet = async (CidrBlock: string) =>
    present((await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock }))).Subnet?.SubnetId);
  const group = async (GroupName: string) => {
    const command = new CreateSecurityGroupCommand({ VpcId: vpc, GroupName, Description: GroupName });
    return present((await ec2.send(command)).GroupId);
  };
  const [functionSubnet, databaseSubnet, publicSubnet] = [
    await subnet('10.0.1.0/24'),
    await subnet('10.0.20.0/24'),
    await subnet('10.0.100.0/24'),
  ];
  const [functionGroup, databaseGroup, endpointGroup] = [await group('fn'), await group('db'), await group('sm')];

  const internet = (await ec2.send(new CreateInternetGatewayCommand({}))).InternetGateway?.InternetGatewayId;
  await ec2.send(new AttachInternetGatewayCommand({ VpcId: vpc, InternetGatewayId: internet }));
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId: publicSubnet, AllocationId }));
  const natGateway = present(nat.NatGateway?.NatGatewayId);
  const routed = async (SubnetId: string, target: { NatGatewayId: string } | { GatewayId: string | undefined }) => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpc }));
    const RouteTableId = RouteTable?.RouteTableId;
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', ...target }));
  };
  await routed(functionSubnet, { NatGatewayId: natGateway });
  await routed(publicSubnet, { GatewayId: internet });

  const endpoint = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: vpc,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
      SubnetIds: [databaseSubnet],
      SecurityGroupIds: [endpointGroup],
      PrivateDnsEnabled: true,
    }),
  );
  const database = await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: databaseSubnet,
      PrivateIpAddress: '10.0.20.10',
      Groups: [databaseGroup],
    }),
  );
  return {
    vpc,
    functionSubnet,
    publicSubnet,
    functionGroup,
    natGateway,
    endpoint: present(endpoint.VpcEndpoint?.VpcEndpointId),
    databaseInterface: present(database.NetworkInterface?.NetworkInterfaceId),
  };
}

/**
 * A secret, and a function that Secrets Manager may invoke for it: in the network given, else in no VPC.
 * moto answers GetFunctionConfiguration with an invented VpcId, so what it says of a function's own VPC cannot be judged.
 */
export async function seedRotation(moto: Moto, network: MotoNetwork | null): Promise<MotoRotation> {
  const secrets = new SecretsManagerClient(configOf(moto));
  const lambda = new LambdaClient(configOf(moto));
  const secret = await secrets.send(
    new CreateSecretCommand({
      Name: 'prod/db',
      SecretString: JSON.stringify({ engine: 'postgres', host: '10.0.20.10', port: 5432, password: 'hunter2' }),
    }),
  );
  const role = await moto.createRole('rotate-db');
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'rotate-db',
      Role: role,
      Runtime: 'python3.12',
      Handler: 'lambda_function.lambda_handler',
      Timeout: 30,
      Code: { ZipFile: EMPTY_ZIP },
      Environment: {
        Variables: {
          DB_PASSWORD: 'hunter2',
          SECRETS_MANAGER_ENDPOINT: `https://secretsmanager.${REGION}.amazonaws.com`,
        },
      },
      ...(network === null
        ? {}
        : { VpcConfig: { SubnetIds: [network.functionSubnet], SecurityGroupIds: [network.functionGroup] } }),
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'rotate-db',
      StatementId: 'SecretsManager',
      Action: 'lambda:InvokeFunction',
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: MOTO_ACCOUNT,
    }),
  );
  return { secret: present(secret.ARN), function: present(FunctionArn) };
}

/** The end record of a ZIP file without entries. */
const EMPTY_ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

function present(id: string | undefined): string {
  if (id === undefined) throw new Error('moto answered without an id');
  return id;
}
