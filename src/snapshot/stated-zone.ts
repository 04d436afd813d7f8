interface StatedZone {
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

/**
 * Whether two things state one Availability Zone. Its id is the same in every account, its name is not:
 * https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 */
export function statesSameZone(one: StatedZone, other: StatedZone): boolean {
  if (one.AvailabilityZoneId !== undefined && other.AvailabilityZoneId !== undefined)
    return one.AvailabilityZoneId === other.AvailabilityZoneId;
  return one.AvailabilityZone !== undefined && one.AvailabilityZone === other.AvailabilityZone;
}
