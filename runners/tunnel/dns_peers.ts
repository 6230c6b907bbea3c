/** The peers that a lab has announced, and where they listen. */

export interface AnnouncedPeers {
  /** From now on the program with this mark is the peer of this key, in z-base-32. */
  announce(key: string, mark: string): void;
  /** The addresses of the peer of this key; none for a key that nobody announced. */
  addressesOf(key: string): readonly string[];
}

/** `look` finds where the program with this mark listens now. */
export function announcedPeers(look: (mark: string) => readonly string[]): AnnouncedPeers {
  const peers = new Map<string, { readonly mark: string; seen: readonly string[] }>();
  const addressesOf = (key: string): readonly string[] => {
    const peer = peers.get(key);
    if (!peer) return [];
    const now = look(peer.mark);
    // A look at /proc may miss a socket while others come and go.
    if (now.length > 0) peer.seen = now;
    return peer.seen;
  };
  return {
    announce(key, mark) {
      peers.set(key, { mark, seen: [] });
      addressesOf(key);
    },
    addressesOf,
  };
}
