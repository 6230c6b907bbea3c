import type { Spec } from '../spec.js';

export const spec: Spec = {
  protocol: 'punch',
  title: 'Punch Protocol Specification',
  version: '1.0.0',
  sha256: 'bffea7da454152eb9580156182b0621983790daebd073a6b62ac59eff85ce8e7',
  sections: [
    {
      section: '0',
      title: 'Introduction',
      sha256: '657fc3f5523637a3eb67174907517dfe1414ce8d6482a9d76b20aca92b52256c',
    },
    {
      section: '1',
      title: 'Conventions',
      sha256: '81029459dc4ff33b45bb6e28101ecf507a9afd48c9bddc84ca147b03327ff5c9',
    },
    {
      section: '2',
      title: 'Terminology',
      sha256: '9be95b01cd6c2413b726d9971f7eaa8af7d9fb5f55186e8468f6961431604da2',
    },
    {
      section: '3',
      title: 'Architecture Overview',
      sha256: 'ca178635a78a09fadbe2a104b4e1ae30eec2a7474f3605dbdf9a715ef026feb6',
    },
    {
      section: '4',
      title: 'Session Lifecycle',
      sha256: '2da35821cd37f7fe8b53efc9875fe4db7cb4ff4bb77719a8908c422a6828848b',
    },
    {
      section: '4.1',
      title: 'States',
      sha256: 'b44d6b81321a5db09204744ed896c0999d9708be805cce4feeb5a7aa826e9c25',
    },
    {
      section: '4.2',
      title: 'Transitions',
      sha256: 'b0a17065aebb5f2c0d1a12da062238bebd1c6172f657d8081a377be653cd00c8',
    },
    {
      section: '4.3',
      title: 'Time-to-Live',
      sha256: '92c5390f79ef7655b896d993f69957463fa6a53d4dc8f8f31724ed214d9da908',
    },
    {
      section: '5',
      title: 'HTTP API',
      sha256: 'e5bd546b6b14e14085ab074050d2283b22eea93e9df10824e18b4ebde9fe9fc4',
    },
    {
      section: '5.1',
      title: 'Authentication',
      sha256: '9c513137f247b0d8b3975f1f14911851dc3499ac459f1c5faea41b0f9c58ca8b',
    },
    {
      section: '5.2',
      title: 'Rate limiting',
      sha256: '879009c8bd0b3ffb9385669a398aa847e698c94f85b509e97324643e8b7e87cb',
    },
    {
      section: '5.3',
      title: 'Idempotency',
      sha256: '17eca1a04885d18439fd73aed79456de149e8a531af01e7701039fc2b10adf0b',
    },
    {
      section: '5.4',
      title: 'CAPTCHA',
      sha256: 'ac3c7b12df017bc0d17721c1ca8352e0f3664bac7d5e9495aff3ba97e1d9400b',
    },
    {
      section: '6',
      title: 'WebSocket Signalling',
      sha256: '2b423d8bd3b5c1daa932ea0d4f50d4ac2571b8db912b1a063a4d4341a542ef6a',
    },
    {
      section: '6.1',
      title: 'Connection establishment',
      sha256: '8592e350c13a938b1b6fe5a1c3f4a5e16b8722d0349b0dd62f3641bf8ec1ac7b',
    },
    {
      section: '6.2',
      title: 'Message exchange',
      sha256: 'f67b9add68bcf6059ede8cdb4bec437ddbaa246de8ecaa5c6915f417940e9710',
    },
    {
      section: '6.3',
      title: 'Keep-alive',
      sha256: '1b5a5d83bda9f30a8bd179ebd37162a29527f030af72bf630d3f70a3719750d4',
    },
    {
      section: '6.4',
      title: 'Message ordering',
      sha256: 'b43548a3beb49d82452464517753b308503a9dcb10b9481d6a3dc78dec07a9fc',
    },
    {
      section: '6.5',
      title: 'Hibernation',
      sha256: 'a94a6337cb27de1031d0462ef100d9a581b137cd185e256a11e3c0ae36a22e17',
    },
    {
      section: '7',
      title: 'Token Format',
      sha256: 'da88dc23575a3407d4cb7954cb58e7f2a9d12c2515a1b0b729e532edf5d06613',
    },
    {
      section: '8',
      title: 'Error Handling',
      sha256: 'bf30c2d7f6b5f87affec1e887bca9235730772ae5e1b222b913a45b6fec8d25a',
    },
    {
      section: '8.1',
      title: 'HTTP',
      sha256: '63a5c9beb4ca4214fb5e9455eb16dddfeac5259c5a10d02a48f77060d1821b56',
    },
    {
      section: '8.2',
      title: 'WebSocket close codes',
      sha256: '10304255e543457e7d75a3bdb72ecfc7dac8ff4a7a21befbf468b7c93eecf2e0',
    },
    {
      section: '9',
      title: 'Security Considerations',
      sha256: '3032b7acd50c2693cfd96625557dc5bba74f71ef7d09fb7fc1690030b31fb521',
    },
    {
      section: '9.1',
      title: 'Token scope',
      sha256: 'e55ae7e9ebaabbe3cf8f62e9aa41a5f398897fc6755cdc7fad169b3e089af7b1',
    },
    {
      section: '9.2',
      title: 'Passphrases',
      sha256: '6c51d23689fb53917a110695af62ec7f8642e1075df1c2da02006f79936603f2',
    },
    {
      section: '9.3',
      title: 'Reflection / amplification',
      sha256: 'fe9f032ef7ceb63a1a76a45717995b54bb3c1de4b43480f437d59fb95e810e16',
    },
    {
      section: '9.4',
      title: 'Coordinate leakage',
      sha256: 'c80cbc3ffb3a9a31145e58f588599a0b7719a3258071f650eb9f668604418b56',
    },
    {
      section: '9.5',
      title: 'Rate limiting',
      sha256: '0ea96ed5743af6a07ce04463a75d83c22ebd06ed41b078f51ae93a8c7711cf52',
    },
    {
      section: '9.6',
      title: 'Transport',
      sha256: '339507736f476f9361cd3c4274c7e2d4612d55cc77f8de4dec65c63f620e7e15',
    },
    {
      section: '9.7',
      title: 'Privacy',
      sha256: '9ebc9da24dd186fc97f174a6fee68082b1095997f4163586f60e6e16aa001d04',
    },
    {
      section: '10',
      title: 'IANA Considerations',
      sha256: '795f44a310d8b8d2357a4656d4b015918b8a286991a91ccc44acd90f52ce11d7',
    },
    {
      section: '11',
      title: 'Versioning',
      sha256: 'dfe85eeeceb39f06ac8cb29908046945b6b358d5e97a3feb46da446c19b18e21',
    },
    {
      section: '12',
      title: 'References',
      sha256: '66f6fa55ed2c0934bee3760888a769ecad3a7c38eb8878ae5aa3dbe7d2ae7831',
    },
    {
      section: 'A',
      title: 'State machine reference',
      sha256: '4f8e073c5d0334b41cf2ad54ae67a7b4b0fa12bf748488c828cc35d539cd517b',
    },
    {
      section: 'B',
      title: 'Implementation notes',
      sha256: 'e74ae240dfc7fb6dec81ad08fe2c05eb5cc656dad953cadb31153e42e98461b5',
    },
    {
      section: 'C',
      title: 'Change log',
      sha256: 'd50775de97553107b552c15e91a61b68aba4fd53f04bac9284aa9f0e048ebc6e',
    },
  ],
};
