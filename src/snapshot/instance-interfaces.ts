import type { RawItem } from './document.ts';
import type { PlacedItem } from './placed-item.ts';

/**
 * The interfaces that DescribeInstances embeds: they are DescribeNetworkInterfaces items but for the instance they are
 * attached to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html
 */
export function interfacesOfInstances(instances: readonly PlacedItem[]): readonly PlacedItem[] {
  return instances.flatMap(({ item: instance, path, place }) => {
    const embedded: readonly unknown[] = Array.isArray(instance['NetworkInterfaces'])
      ? instance['NetworkInterfaces']
      : [];
    return embedded.flatMap((eni, i) => {
      if (!isItem(eni) || typeof eni['NetworkInterfaceId'] !== 'string') return [];
      const attachment = isItem(eni['Attachment']) ? eni['Attachment'] : {};
      const item = { ...eni, Attachment: { ...attachment, InstanceId: instance['InstanceId'] } };
      return [{ item, path, place: `${place}.NetworkInterfaces[${i}]` }];
    });
  });
}

function isItem(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null;
}
