import type { Spec } from '../spec.js';

export const spec: Spec = {
  protocol: 'tunnel',
  title: 'punch: port forwarding over iroh',
  version: 'unversioned',
  sha256: '53dd54b092347889377accc2ed53ea7491295e10398cab100b022e0a534eb3d9',
  sections: [
    {
      section: 'intro',
      title: 'punch',
      sha256: '79a208f3ea5ba258aebbd9f29f84ed0b1fd9729383d9e181cfbafd7af2e484a7',
    },
    {
      section: 'identity',
      title: 'Identity and Security',
      sha256: 'f4dbdd6e89f2651dafafbfb4ba4a562f4c1ec402a3fdf7ee5cefa901be52b740',
    },
    {
      section: 'cli',
      title: 'CLI',
      sha256: 'ceca25b39b6f85af03b9531310d4e7cf09c779a5fff863c9beee7b0dc2ad4c32',
    },
    {
      section: 'out',
      title: 'punch out — expose local ports',
      sha256: '039112c34f68017bcb358afa2e6a0f1705e16ae3e5fdeb1f716e49d62d06245f',
    },
    {
      section: 'in',
      title: 'punch in — connect to a remote peer',
      sha256: 'ffb24ecf8a1e4ee5329d4b8b16b11ff8590271a21489df7b936858f4772455a6',
    },
    {
      section: 'forwarding',
      title: 'Forwarding Behavior',
      sha256: '2f5c6a3b2307339ba3d8072ea043ef5870ab91eca61af1d3485e5a8486fd3d19',
    },
    {
      section: 'tcp',
      title: 'TCP',
      sha256: '316d1fc934d313dc5dc900404d11e8eb14d03b49c98e5f7f03303e64725670ba',
    },
    {
      section: 'udp',
      title: 'UDP',
      sha256: 'fcb952b00d6cfa2be3bee1df5d2e4a859729e08feecfdb069cfd0562996175e6',
    },
    {
      section: 'access',
      title: 'Access Control',
      sha256: '6f7a0807e490baa4e00fef16c1db26a612eb91adc731ccf26521ec7be3a2fde1',
    },
    {
      section: 'configuration',
      title: 'Configuration',
      sha256: 'ae6bdc8fd2b06388492a234b1cd57e81b22dd0d073f1f96e7c9d4a1652d2e967',
    },
    {
      section: 'non-goals',
      title: 'Non-Goals',
      sha256: '8512bacf2a2d523fdef3e8d35c5161b9d48a18a40f48fcee35b278e56e628929',
    },
    {
      section: 'acceptance',
      title: 'Acceptance Criteria',
      sha256: '2ed576984309f912cb91a5fd366a850a58066e67cacda8c7889847e98e65a5d1',
    },
  ],
};
