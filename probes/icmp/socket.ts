import { requireOneFamily } from '../../src/net/connect.ts';
import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';
import type { Echo } from './echo.ts';
import { FAMILIES, type Family } from './family.ts';
import { onlyReply } from './filter.ts';
import type { Libc } from './libc.ts';
import { socketAddress } from './socket-address.ts';

export interface IcmpSocket {
  readonly descriptor: number;
  /** On a ping socket the system writes the id and sorts the replies by it; on a raw one we do. */
  readonly kind: 'ping' | 'raw';
}

interface Options {
  readonly config: Config;
  /** The target's. */
  readonly address: string;
  debug(this: void, line: string): void;
}

/** A socket for one echo: one that needs no rights if it may be had, else a raw one. It is the caller's to close. */
export function openSocket(
  libc: Libc,
  echo: Echo,
  { config, address, debug }: Options,
): IcmpSocket {
  const { source_ip_address: source } = config;
  if (source !== undefined) requireOneFamily(source, address);
  const socket = createSocket(libc, echo.family, debug);
  const { descriptor, kind } = socket;
  try {
    if (kind === 'raw') libc.setFilter(descriptor, onlyReply(echo));
    setOptions(libc, socket, echo.family, config);
    if (source !== undefined)
      libc.bind(descriptor, socketAddress(source, libc.interfaceIndex).packed);
    return socket;
  } catch (error) {
    libc.close(descriptor);
    throw error;
  }
}

const SOCK_DGRAM = 2;
const SOCK_RAW = 3;

function createSocket(libc: Libc, family: Family, debug: Options['debug']): IcmpSocket {
  const { domain, protocol } = FAMILIES[family];
  try {
    return { descriptor: libc.socket(domain, SOCK_DGRAM, protocol), kind: 'ping' };
  } catch (error) {
    debug(
      `no ping socket, so a raw one: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return { descriptor: libc.socket(domain, SOCK_RAW, protocol), kind: 'raw' };
  } catch (error) {
    throw isForbidden(error) ? failure('internal', NO_RIGHTS, { cause: error }) : error;
  }
}

const NO_RIGHTS =
  'this process may open neither a ping socket nor a raw one: want its group in the sysctl ' +
  'net.ipv4.ping_group_range, or the capability CAP_NET_RAW';

function isForbidden(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EACCES', 'EPERM'].includes(String(error.code))
  );
}

const IP_MTU_DISCOVER = 10;
const IP_PMTUDISC_DONT = 0;
// Always whole, and sent whatever this machine has learnt of the way: that may be out of date.
const IP_PMTUDISC_PROBE = 3;

function setOptions(
  libc: Libc,
  { descriptor }: IcmpSocket,
  family: Family,
  { ttl, dont_fragment }: Config,
): void {
  const { level, sendTtl, receiveTtl, receiveErrors } = FAMILIES[family];
  libc.setOption(descriptor, level, receiveErrors, 1);
  libc.setOption(descriptor, level, receiveTtl, 1);
  if (ttl !== 0) libc.setOption(descriptor, level, sendTtl, ttl);
  if (family === 4) {
    const discovery = dont_fragment ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT;
    libc.setOption(descriptor, level, IP_MTU_DISCOVER, discovery);
  }
}
