/** Where a thing is asked about. Account null: the one whose credentials ask unless others are named. */
export interface Place {
  readonly account: string | null;
  readonly region: string;
}

/** A value that a call of the plan shall be made for, and where. */
export interface Wanted {
  readonly value: string;
  readonly at: Place;
}

export function placeKey({ account, region }: Place): string {
  return `${account ?? ''}/${region}`;
}

export function wantedAt(at: Place, values: readonly string[]): readonly Wanted[] {
  return values.map((value) => ({ value, at }));
}

/** Each place once. */
export function distinctPlaces(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}
