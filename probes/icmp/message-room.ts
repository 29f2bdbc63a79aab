/** What came, as views of the one room for all: they hold until the next comes. */
export interface Message {
  /** The sender, as the system writes addresses; of an error, who the message had been for. */
  readonly from: Uint8Array;
  readonly bytes: Uint8Array;
  /** What the system says beside it, if it was asked to. */
  readonly controls: readonly Control[];
}

interface Control {
  readonly level: number;
  readonly type: number;
  readonly bytes: Uint8Array;
}

interface MessageRoom {
  /** For recvmsg: what lies where. Made anew for each call, which overwrites the lengths. */
  header(this: void): Uint8Array;
  /** What recvmsg has left. */
  message(this: void, length: number): Message;
}

// No IP packet is longer.
const MAX_BYTES = 1 << 16;
const MAX_ADDRESS = 28;
const MAX_CONTROLS = 512;

// Offsets in `struct msghdr` on 64 bits, where lengths take eight bytes with their padding; behind it the one `iovec`.
const NAME = 0;
const NAME_LENGTH = 8;
const PARTS = 16;
const PARTS_COUNT = 24;
const CONTROLS = 32;
const CONTROLS_LENGTH = 40;
const PART = 56;
const PART_LENGTH = 64;
const HEADER_BYTES = 72;

const CONTROL_HEADER_BYTES = 16;

/** Where recvmsg puts what it receives. One for the whole process, since nothing waits between a call and the next. */
export function startMessageRoom(addressOf: (memory: ArrayBuffer) => bigint): MessageRoom {
  const name = new ArrayBuffer(MAX_ADDRESS);
  const bytes = new ArrayBuffer(MAX_BYTES);
  const controls = new ArrayBuffer(MAX_CONTROLS);
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setBigUint64(NAME, addressOf(name), true);
  header.setBigUint64(PARTS, addressOf(header.buffer) + BigInt(PART), true);
  header.setBigUint64(PARTS_COUNT, 1n, true);
  header.setBigUint64(CONTROLS, addressOf(controls), true);
  header.setBigUint64(PART, addressOf(bytes), true);
  header.setBigUint64(PART_LENGTH, BigInt(MAX_BYTES), true);
  return {
    header() {
      header.setUint32(NAME_LENGTH, MAX_ADDRESS, true);
      header.setBigUint64(CONTROLS_LENGTH, BigInt(MAX_CONTROLS), true);
      return new Uint8Array(header.buffer);
    },
    message(length) {
      const used = Number(header.getBigUint64(CONTROLS_LENGTH, true));
      return {
        from: new Uint8Array(name, 0, Math.min(header.getUint32(NAME_LENGTH, true), MAX_ADDRESS)),
        bytes: new Uint8Array(bytes, 0, length),
        controls: parseControls(new DataView(controls, 0, used)),
      };
    },
  };
}

function parseControls(view: DataView<ArrayBuffer>): readonly Control[] {
  const controls: Control[] = [];
  let offset = 0;
  while (offset + CONTROL_HEADER_BYTES <= view.byteLength) {
    const length = Number(view.getBigUint64(offset, true));
    if (length < CONTROL_HEADER_BYTES || offset + length > view.byteLength) break;
    controls.push({
      level: view.getInt32(offset + 8, true),
      type: view.getInt32(offset + 12, true),
      bytes: new Uint8Array(
        view.buffer,
        offset + CONTROL_HEADER_BYTES,
        length - CONTROL_HEADER_BYTES,
      ),
    });
    // Each begins at a multiple of eight.
    offset += (length + 7) & ~7;
  }
  return controls;
}
