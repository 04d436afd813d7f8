import { item, networkInterface, subnet } from '../support/world.ts';
import { type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';

/** The healthy account's service by its address, where what the target names can never be one. */
export const nameServiceItself: Fix = (_, situation) => {
  situation.question = { ...situation.question, targets: ['10.0.20.10:5432'] };
};

/** The target bears the port that its service listens on. */
export const namePortOfService: Fix = (finding, situation) => {
  const [, port = ''] = /listens on (\d+)/.exec(finding.message) ?? [];
  const targets = (situation.question.targets ?? []).map((target) => target.replace(/:\d+/, `:${port}`));
  situation.question = { ...situation.question, targets };
};

export const addListener: Fix = (finding, { world }, assessment) => {
  const balancer = resourceOf(finding);
  const group = world.TargetGroups.find((g) => g.LoadBalancerArns?.includes(balancer));
  for (const { to } of tracesWith(finding, assessment)) {
    world.Listeners.push({
      ListenerArn: `${balancer.replace(':loadbalancer/', ':listener/')}/${world.Listeners.length}`,
      LoadBalancerArn: balancer,
      Port: to.port ?? 0,
      Protocol: 'TCP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group?.TargetGroupArn }],
    });
  }
};

export const healTargets: Fix = (finding, { world }) => {
  for (const it of item(world, 'TargetGroups', resourceOf(finding)).TargetHealthDescriptions ?? []) {
    it.TargetHealth = { State: 'healthy' };
  }
};

/** The load balancer's targets are the server in its own VPC. */
export const registerNearTarget: Fix = (_finding, { world }) => {
  for (const it of world.TargetGroups.flatMap((g) => g.TargetHealthDescriptions ?? [])) {
    it.Target = { ...it.Target, Id: '10.0.20.10' };
  }
};

/** The endpoint's association works, and the endpoint has an interface in each zone of the resource gateway. */
export const bringNearResource: Fix = (finding, { world }) => {
  const endpoint = item(world, 'VpcEndpoints', resourceOf(finding));
  for (const association of world.VpcEndpointAssociations) {
    if (association.VpcEndpointId !== endpoint.VpcEndpointId) continue;
    delete association.FailureCode;
    for (const id of association.ResourceGateway?.subnetIds ?? []) {
      const { AvailabilityZone: zone = '' } = item(world, 'Subnets', id);
      const place = subnet(`subnet-res-${zone}`, '10.0.251.0/28', zone.endsWith('a') ? 'a' : 'b', endpoint.VpcId);
      const groups = (endpoint.Groups ?? []).flatMap((g) => g.GroupId ?? []);
      const eni = networkInterface(`eni-res-${zone}`, place.SubnetId, '10.0.251.10', groups);
      world.Subnets.push(place);
      world.NetworkAcls.find((a) => a.VpcId === endpoint.VpcId)?.Associations?.push({ SubnetId: place.SubnetId });
      world.NetworkInterfaces.push({ ...eni, InterfaceType: 'vpc_endpoint' });
      endpoint.SubnetIds = [...(endpoint.SubnetIds ?? []), place.SubnetId];
      endpoint.NetworkInterfaceIds = [...(endpoint.NetworkInterfaceIds ?? []), eni.NetworkInterfaceId];
    }
  }
};
