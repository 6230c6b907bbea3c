import type { Spec } from '../spec.js';

export const spec: Spec = {
  protocol: 'echo',
  title: 'Echo',
  version: '1',
  sha256: '54b433a2a47a1565eb0d99f3630ba0a2f1dd2c50ff062e631f66c439e7749a2d',
  sections: [
    {
      section: 'intro',
      title: 'Echo',
      sha256: '7b09340b73f5d758c4a4280c9eefa57c3c7c2994ed637c5fa22a3387faf875cc',
    },
    {
      section: 'line',
      title: 'Line',
      sha256: '3f18de1ce433e746a71930d8398d7ccc788d58fe1bc3a8b8f105a86260df19b9',
    },
    {
      section: 'answer',
      title: 'Answer',
      sha256: 'b8832e3e8ee43649ad1f597e4bdbeff5da8dd50cfabe56f54c5f83c4e5efd154',
    },
  ],
};
