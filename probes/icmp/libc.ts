import type * as Ffi from 'node:ffi';
import { arch, constants, platform } from 'node:os';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import { failure } from '../../src/probe.ts';
import { type Message, startMessageRoom } from './message-room.ts';

/**
 * What Node has no door to: sockets of any protocol. Throws what the system says, with its `code`. Nothing here
 * blocks: every descriptor is opened so.
 */
export interface Libc {
  socket(this: void, family: number, type: number, protocol: number): number;
  bind(this: void, descriptor: number, address: Uint8Array): void;
  connect(this: void, descriptor: number, address: Uint8Array): void;
  setOption(this: void, descriptor: number, level: number, name: number, value: number): void;
  /** A packet filter, as a program of eight bytes an instruction. */
  setFilter(this: void, descriptor: number, program: Uint8Array): void;
  send(this: void, descriptor: number, bytes: Uint8Array): void;
  /** The next message that lies ready, of those of the error queue if so asked. It holds until the next call. */
  receive(this: void, descriptor: number, queue: 'messages' | 'errors'): Message | undefined;
  /** Resolves when there is something to receive: a message or an error. */
  untilReadable(this: void, descriptor: number, signal: AbortSignal): Promise<void>;
  close(this: void, descriptor: number): void;
  /** Of a network interface, as scoped addresses need it. */
  interfaceIndex(this: void, name: string): number;
}

// The numbers of Linux, which are the same on all of these.
const ARCHITECTURES = ['x64', 'arm64', 'riscv64', 'loong64'];
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const FILTER_HEADER_BYTES = 16;
const MSG_QUEUE = { messages: 0, errors: 0x2000 } as const;
const NOTHING_THERE = new Set([constants.errno.EAGAIN, constants.errno.EINTR]);
const UV_POLL = 8;
const UV_READABLE = 1;

let loaded: Promise<Libc> | undefined;

/** Not before it is needed: where it cannot be had, all else works. */
export function loadLibc(): Promise<Libc> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Libc> {
  const want = 'this probe needs Linux on a 64-bit machine, and Node 26.6 or later with node:ffi';
  if (platform() !== 'linux' || !ARCHITECTURES.includes(arch())) {
    throw failure('internal', `${want}; this is ${platform()} on ${arch()}`);
  }
  try {
    return bindLibc(await import('node:ffi'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('internal', `${want}: ${why}`, { cause: error });
  }
}

const ERRNO = '__errno_location';
const FUNCTIONS = {
  socket: { arguments: ['i32', 'i32', 'i32'], return: 'i32' },
  bind: { arguments: ['i32', 'buffer', 'u32'], return: 'i32' },
  connect: { arguments: ['i32', 'buffer', 'u32'], return: 'i32' },
  setsockopt: { arguments: ['i32', 'i32', 'i32', 'buffer', 'u32'], return: 'i32' },
  send: { arguments: ['i32', 'buffer', 'u64', 'i32'], return: 'i64' },
  recvmsg: { arguments: ['i32', 'buffer', 'i32'], return: 'i64' },
  close: { arguments: ['i32'], return: 'i32' },
  if_nametoindex: { arguments: ['string'], return: 'u32' },
  [ERRNO]: { arguments: [], return: 'pointer' },
  uv_handle_size: { arguments: ['i32'], return: 'u64' },
  uv_poll_init: { arguments: ['pointer', 'pointer', 'i32'], return: 'i32' },
  uv_poll_start: { arguments: ['pointer', 'i32', 'pointer'], return: 'i32' },
  uv_close: { arguments: ['pointer', 'pointer'], return: 'void' },
} as const;

function bindLibc(ffi: typeof Ffi): Libc {
  const { lib, functions: c } = ffi.dlopen(null, FUNCTIONS);
  const errno = c[ERRNO]();
  const room = startMessageRoom(ffi.getRawPointer);
  const untilReadable = startPolling(ffi, lib, c);

  function checked(call: string, result: number | bigint): number {
    if (result >= 0) return Number(result);
    throw systemError(call, -ffi.getInt32(errno));
  }

  function setOption(descriptor: number, level: number, name: number, value: DataView): void {
    checked('setsockopt', c.setsockopt(descriptor, level, name, value, value.byteLength));
  }

  return {
    socket: (family, type, protocol) =>
      checked('socket', c.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol)),
    bind: (descriptor, address) =>
      void checked('bind', c.bind(descriptor, address, address.length)),
    connect: (descriptor, address) =>
      void checked('connect', c.connect(descriptor, address, address.length)),
    setOption: (descriptor, level, name, value) =>
      setOption(descriptor, level, name, new DataView(Int32Array.of(value).buffer)),
    setFilter(descriptor, program) {
      // One piece of memory for both: what only an address leads to is nobody's, and may be gone.
      const memory = new ArrayBuffer(FILTER_HEADER_BYTES + program.length);
      new Uint8Array(memory).set(program, FILTER_HEADER_BYTES);
      const header = new DataView(memory, 0, FILTER_HEADER_BYTES);
      header.setUint16(0, program.length / 8, true);
      header.setBigUint64(8, ffi.getRawPointer(memory) + BigInt(FILTER_HEADER_BYTES), true);
      setOption(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, header);
    },
    send: (descriptor, bytes) =>
      void checked('send', c.send(descriptor, bytes, BigInt(bytes.length), 0)),
    receive(descriptor, queue) {
      const length = c.recvmsg(descriptor, room.header(), MSG_QUEUE[queue]);
      if (length >= 0) return room.message(Number(length));
      if (NOTHING_THERE.has(ffi.getInt32(errno))) return undefined;
      throw systemError('recvmsg', -ffi.getInt32(errno));
    },
    untilReadable,
    close: (descriptor) => void c.close(descriptor),
    interfaceIndex: (name) => c.if_nametoindex(name),
  };
}

/** By libuv's own handle for descriptors that are not its own, as an addon would do it. */
function startPolling(
  ffi: typeof Ffi,
  library: Ffi.DynamicLibrary,
  c: Ffi.WrappedFunctionsFromDefinitions<typeof FUNCTIONS>,
): Libc['untilReadable'] {
  const loop = ffi.getCurrentEventLoop();
  const size = Number(c.uv_handle_size(UV_POLL));
  // By address. The memory of a handle is libuv's until it says that it is closed.
  const polls = new Map<bigint, { readonly handle: ArrayBuffer; readonly wake: () => void }>();
  const onEvent = library.registerCallback(
    { arguments: ['u64', 'i32', 'i32'], return: 'void' },
    (address) => {
      const poll = polls.get(address);
      // Here an error would end the process, and promises would wait for somebody else's event.
      if (poll !== undefined) setImmediate(poll.wake);
    },
  );
  const onClosed = library.registerCallback(
    { arguments: ['u64'], return: 'void' },
    (address) => void polls.delete(address),
  );

  return async (descriptor, signal) => {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const handle = new ArrayBuffer(size);
    const address = ffi.getRawPointer(handle);
    const onAbort = (): void => reject(signal.reason);
    checkLibuv('uv_poll_init', c.uv_poll_init(loop, address, descriptor));
    polls.set(address, { handle, wake: resolve });
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      checkLibuv('uv_poll_start', c.uv_poll_start(address, UV_READABLE, onEvent));
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      c.uv_close(address, onClosed);
    }
  };
}

function checkLibuv(call: string, code: number): void {
  if (code < 0) throw systemError(call, code);
}

function systemError(call: string, code: number): Error & { readonly code: string } {
  const message = `${call}: ${getSystemErrorMessage(code)}`;
  return Object.assign(new Error(message), { code: getSystemErrorName(code) });
}
