import { type Situation, situation } from './situation.ts';

const VOUCHED = 'the network team tests it every night';

/** Hops whose inside nobody sees, and somebody who vouches for one. */
export const ASSUMPTIONS: readonly Situation[] = [
  situation('assumption-about-a-hop-nobody-crosses', {
    question: { assumptions: [{ hop: 'vgw-1', because: VOUCHED }] },
    warnings: ['X_ASSUMPTION_UNUSED'],
    explain: `The caller vouches for a VPN gateway, and no path of the question leads through it. That changes nothing but that the
      caller should know.`,
    source: 'tool',
  }),
];
