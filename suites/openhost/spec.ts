import type { Spec } from '../spec.js';

export const spec: Spec = {
  protocol: 'openhost',
  title: 'openhost Wire Format',
  version: 'openhost2 (draft M0)',
  sha256: '599aa0b78f54b34a2861b62159dd1df975fd0179b58de23aa22464ee4c63bcd8',
  sections: [
    {
      section: '0',
      title: 'Introduction',
      sha256: '03491dade7c197a5ea50cb510bf518ec376158b0aa87ee2ed386644446a29dc4',
    },
    {
      section: '1',
      title: 'Identity',
      sha256: 'cd218b1603cf6d3704941c7ee6ea02c3a61d9d4a517800f82d80faf858a4aeb6',
    },
    {
      section: '2',
      title: 'Pkarr record schema',
      sha256: '246aa2104c8b2924ef7d3c9da8f4844605062b8040fca784921dd8c67c1834e3',
    },
    {
      section: '3',
      title: 'Connection establishment sequence',
      sha256: '12721029df2220ea89bf8c758fce6304329bd9d0d1b57841a98cf4b2168b29c8',
    },
    {
      section: '3.1',
      title: 'DTLS role',
      sha256: '5f1d0e2547c5fcf82d2c75bc8b7bfe288a76dbdea07662078b8a4356f2c5b509',
    },
    {
      section: '3.2',
      title: 'Fingerprint pinning',
      sha256: 'ec8831dfa30eaf17386d1c7d5013a09864e5d959790ef3d87079bf4117d54362',
    },
    {
      section: '3.3',
      title: 'Offer and answer records',
      sha256: '99a8aee2c8d6ba6f314b70fde07b375c60d93969ea74f2f0e8da7ea380008250',
    },
    {
      section: '4',
      title: 'HTTP-over-DataChannel framing (ABNF)',
      sha256: '9dd2dc0f0b0fcea1f2cd7d26520d406793338578e6d4abc9f2b3af84b711bd5b',
    },
    {
      section: '4.1',
      title: 'Header rules at the daemon',
      sha256: '38ab9d59e6e385192221412354787cc1fe218b7ec0cbdb9cc0f4dbbabd60cb39',
    },
    {
      section: '4.2',
      title: 'WebSocket tunnel',
      sha256: '3781d2fa7faa6aceae311e95276497c997671acdc6438b8690ef626d4b6f56a6',
    },
    {
      section: '5',
      title: 'Error handling',
      sha256: 'a69e50dee59be8e14ba7cf4af10dc8ffe869ca4f24fcb41e90327f0a63209d65',
    },
    {
      section: '6',
      title: 'Test vectors',
      sha256: '5b7b175339daca21c51e39871f934e36f02f342b2d94730c226929b22e038171',
    },
  ],
};
