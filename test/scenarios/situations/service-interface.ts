import { item, networkInterface, remove } from '../../support/world.ts';
import { type Situation, situation, thing } from './situation.ts';

/** What stands at the service's address. */
export const SERVICE_INTERFACE: readonly Situation[] = [
  situation('no-interface-at-the-address', {
    question: { targets: ['10.0.20.99:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'service', 'subnet-db', 'subnet-db')],
    explain: `The address lies in the database's subnet, but no interface of the account has it. The server was replaced, or the
      address mistyped; the connection waits for an answer nobody gives.`,
    source: 'interfaces',
  }),
  situation('no-subnet-at-the-address', {
    question: { targets: ['10.0.77.5:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_SUBNET_AT_ADDRESS', 'service', 'vpc-1', null)],
    explain: `The address is inside the VPC's range and in none of its subnets. The local route takes the packet and there is
      nowhere to deliver it.`,
    source: 'routes',
  }),
  situation('database-instance-stopped', {
    world: (w) => {
      item(w, 'Instances', 'i-db').State = { Name: 'stopped' };
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'i-db', 'eni-db')],
    explain: `The database's instance is stopped. Its interface and address stay, nobody listens behind them.`,
    source: 'instances',
  }),
  situation('database-instance-stopped-and-asked-by-address', {
    world: (w) => {
      item(w, 'Instances', 'i-db').State = { Name: 'stopping' };
    },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'i-db', 'eni-db')],
    explain: `The target is given by address; the interface there belongs to an instance that is being stopped. By address or
      by id, the server is not there.`,
    source: 'instances',
  }),
  situation('database-interface-detached', {
    world: (w) => {
      const eni = item(w, 'NetworkInterfaces', 'eni-db');
      eni.Status = 'available';
      delete eni.Attachment;
      remove(w, 'Instances', 'i-db');
    },
    question: { targets: ['eni-db:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'eni-db', 'eni-db')],
    explain: `The interface with the database's address exists, but is attached to nothing. Attach it to the server, or ask for
      the interface the server really has.`,
    source: 'interfaces',
  }),
  situation('private-address-on-no-route-goes-to-the-nat-gateway', {
    question: { targets: ['192.168.50.10:5432'] },
    service: 'fail',
    blockers: [thing('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS', 'service', 'igw-1', 'subnet-public')],
    explain: `The database is in the data centre, but no route covers 192.168.50.10, so the default route takes the packet to the
      NAT gateway and on to the internet gateway, which drops private destinations. The VPN's route is missing.`,
    source: 'igw',
  }),
  situation('secondary-address-of-a-second-interface', {
    world: (w) => {
      const eni = networkInterface('eni-db-2', 'subnet-db', '10.0.20.11', ['sg-db'], {
        PrivateIpAddresses: [
          { PrivateIpAddress: '10.0.20.11', Primary: true },
          { PrivateIpAddress: '10.0.20.12', Primary: false },
        ],
        Attachment: { Status: 'attached', InstanceId: 'i-db', DeviceIndex: 1 },
      });
      w.NetworkInterfaces.push(eni);
      item(w, 'NetworkInterfaces', 'eni-db').Groups = [{ GroupId: 'sg-default' }];
    },
    question: { targets: ['10.0.20.12:5432'] },
    explain: `The database listens on a secondary address of its instance's second interface. That interface's group counts, not
      the first one's, which would refuse.`,
    source: 'interfaces',
  }),
  situation('load-balancer-in-front-of-the-database', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-nlb', 'subnet-db', '10.0.20.40', ['sg-db'], {
          InterfaceType: 'network_load_balancer',
          Description: 'ELB net/db/0123456789abcdef',
        }),
      );
    },
    question: { targets: ['10.0.20.40:5432'] },
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', 'eni-nlb', 'eni-nlb')],
    explain: `The address is that of a Network Load Balancer, whose own groups admit the function. Whether it has a listener on the
      port and a healthy target behind it is another question, and nobody asked for its record.`,
    source: 'interfaces',
  }),
  situation('partner-service-behind-an-endpoint', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-partner', 'subnet-db', '10.0.20.41', ['sg-db'], {
          InterfaceType: 'vpc_endpoint',
          Description: 'VPC Endpoint Interface vpce-partner',
        }),
      );
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-partner',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
        State: 'available',
        PrivateDnsEnabled: false,
        SubnetIds: ['subnet-db'],
        NetworkInterfaceIds: ['eni-partner'],
        Groups: [{ GroupId: 'sg-db' }],
      });
    },
    question: { targets: ['10.0.20.41:5432'] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The database is a partner's, reached through an interface endpoint of the VPC that admits the function. The path ends
      at the endpoint; what the provider lets in behind it is the provider's door.`,
    source: 'endpoint',
  }),
  situation('partner-service-behind-an-endpoint-not-accepted', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-partner', 'subnet-db', '10.0.20.41', ['sg-db'], { InterfaceType: 'vpc_endpoint' }),
      );
      w.VpcEndpoints.push({
        VpcEndpointId: 'vpce-partner',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
        State: 'pendingAcceptance',
        PrivateDnsEnabled: false,
        SubnetIds: ['subnet-db'],
        NetworkInterfaceIds: ['eni-partner'],
        Groups: [{ GroupId: 'sg-db' }],
      });
    },
    question: { targets: ['10.0.20.41:5432'] },
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'vpce-partner', 'eni-partner')],
    explain: `The endpoint to the partner's service waits for the partner's acceptance. Its interface has an address already and
      carries nothing.`,
    source: 'endpoint-create',
  }),
  situation('nat-gateway-as-the-service', {
    question: { targets: ['10.0.100.5:5432'] },
    service: 'fail',
    blockers: [thing('X_ACCEPTS_NO_CONNECTIONS', 'service', 'eni-nat', 'eni-nat')],
    explain: `The address named as the service's is the NAT gateway's own. It answers what it has sent and accepts nothing.`,
    source: 'nat',
  }),
];
