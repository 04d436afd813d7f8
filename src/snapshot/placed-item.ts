import type { RawItem } from './document.ts';

/** An item and where it stands, for messages: `us-east-1/vpcs.json: Vpcs[0]`. */
export interface PlacedItem {
  readonly item: RawItem;
  readonly path: string;
  readonly place: string;
}
