import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { answerOrders } from './orders.ts';

// What the tcp and the dns probe talk to, each at many ports, so that there are many targets.

export interface TalkerOrder {
  readonly targets: number;
}

/** `127.0.0.1:port` */
export interface Talkers {
  readonly tcp: readonly string[];
  readonly dns: readonly string[];
}

answerOrders(async ({ targets }: TalkerOrder): Promise<Talkers> => {
  const each = Array.from({ length: targets });
  return {
    tcp: await Promise.all(each.map(openGreeter)),
    dns: await Promise.all(each.map(openNameServer)),
  };
});

const GREETING = Buffer.from('220 bench.example ready\r\n');

async function openGreeter(): Promise<string> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.write(GREETING);
    // Read and end, or a probe that hangs up would leave its connection here.
    socket.resume();
  }).listen(0, '127.0.0.1', 1024);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  return `127.0.0.1:${address.port}`;
}

// The name by pointer, A, IN, an hour, 192.0.2.1.
const RECORD = Buffer.from('c00c0001000100000e100004c0000201', 'hex');
const HEADER_BYTES = 12;
const TYPE_AND_CLASS_BYTES = 4;

async function openNameServer(): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const questionEnd = query.indexOf(0, HEADER_BYTES) + 1 + TYPE_AND_CLASS_BYTES;
    const head = Buffer.from(query.subarray(0, questionEnd));
    // A response that came with recursion: one question, one answer, and nothing of what else was asked for.
    head.writeUInt16BE(0x8180, 2);
    head.write('0001000100000000', 4, 'hex');
    socket.send(Buffer.concat([head, RECORD]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}
