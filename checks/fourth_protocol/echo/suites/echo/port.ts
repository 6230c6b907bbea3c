/** What a case may do to an echo server. */
export interface EchoPort {
  say(text: string): Promise<string | 'silent' | 'closed'>;
}

declare module '../model.js' {
  interface Ports {
    readonly echo: EchoPort;
  }
}
