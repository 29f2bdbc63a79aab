import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type ChainFacts, readChain } from './chain.ts';

/** What is known of peers' chains, so that they need not be read in each handshake. */
export interface KnownChains {
  /** By what they are: the same ones come again and again. */
  readonly chains: Map<string, ChainFacts>;
  /** By who presented them. */
  readonly peers: Map<string, Seen>;
}

interface Seen {
  readonly chain: ChainFacts;
  /** Bytes that the peer sent until the handshake was done. */
  readonly bytes: number;
  /** In milliseconds. */
  readonly readAt: number;
}

/** How much a peer said in one handshake. */
export interface Heard {
  readonly peer: string;
  readonly bytes: number;
}

// To read a chain is a tenth of a handshake, and OpenSSL's copies of it are freed while all else waits: 300 a second
// make that 8 ms. So this long, the same leaf and as many bytes mean that the certificates behind it are the same, too.
const TRUSTED_MS = 5 * 60_000;
// Signatures of ECDSA differ in length.
const LENGTH_VARIES = 8;
// Each is kept with its chain; what is longer than names and chains are is not.
const MAX_PEERS = 2000;
const LONGEST_NAME = 255;
const LONGEST_FLIGHT = 16 * 1024;

/** To be called before the handshake; what it returns, after it. Undefined for what is not to be remembered. */
export function countHeard(socket: Socket, serverName: string): () => Heard | undefined {
  const { remoteAddress, remotePort, bytesRead } = socket;
  const isNamed = remoteAddress !== undefined && serverName.length <= LONGEST_NAME;
  const peer = `${serverName} ${remoteAddress} ${remotePort}`;
  return () => {
    const bytes = socket.bytesRead - bytesRead;
    return isNamed && bytes > 0 && bytes <= LONGEST_FLIGHT ? { peer, bytes } : undefined;
  };
}

/** The chain that the peer presented in this handshake. Undefined if there is none. */
export function presentedChain(
  secured: TLSSocket,
  heard: Heard | undefined,
  { chains, peers }: KnownChains,
  now: number,
): ChainFacts | undefined {
  if (heard === undefined) return readChain(secured, chains);
  const seen = peers.get(heard.peer);
  if (seen !== undefined && isAsSeen(secured, heard, seen, now)) return seen.chain;
  const chain = readChain(secured, chains);
  peers.delete(heard.peer);
  if (chain === undefined) return undefined;
  peers.set(heard.peer, { chain, bytes: heard.bytes, readAt: now });
  if (peers.size > MAX_PEERS) peers.delete(peers.keys().next().value ?? heard.peer);
  return chain;
}

function isAsSeen(secured: TLSSocket, heard: Heard, seen: Seen, now: number): boolean {
  const [leaf] = seen.chain.certificates;
  if (leaf === undefined || now - seen.readAt > TRUSTED_MS) return false;
  if (Math.abs(heard.bytes - seen.bytes) > LENGTH_VARIES) return false;
  // OpenSSL keeps the leaf, and nothing else of the chain, in the session.
  return secured.getSession()?.includes(leaf.der) === true;
}
