import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Place } from '../http/place.ts';
import { listenAt } from '../http/server.ts';
import type { Member, Visitor } from './member.ts';

/** Where the exporter listens: the primary takes the connections, and the workers get them in turn. */
export interface Doors {
  /** Of each place, if it has one that can be told. */
  readonly addresses: readonly (AddressInfo | undefined)[];
  /** Looks for workers for those that wait. */
  admit(this: void): void;
  close(this: void): void;
}

// They wait while all workers start, or are stuck.
const MOST_WAITING = 1000;

/** Listens at every place, or at none. */
export async function openDoors(
  places: readonly Place[],
  ready: () => readonly Member[],
): Promise<Doors> {
  const waiting: Visitor[] = [];
  let last = -1;

  /** The next one after the last, of those that have taken what they were given before. */
  function nextWorker(): Member | undefined {
    const free = ready().filter(({ isTaking }) => !isTaking);
    const next = free.find(({ index }) => index > last) ?? free[0];
    last = next?.index ?? last;
    return next;
  }

  function admit(): void {
    for (let [visitor] = waiting; visitor !== undefined; [visitor] = waiting) {
      const worker = nextWorker();
      if (worker === undefined) return;
      waiting.shift();
      void show(worker, visitor);
    }
  }

  async function show(worker: Member, visitor: Visitor): Promise<void> {
    const hasTaken = await worker.hand(visitor);
    if (hasTaken) visitor.connection.destroy();
    else {
      // It has ended, or is about to: nobody else is to be shown to it.
      worker.isReady = false;
      worker.end();
      waiting.unshift(visitor);
    }
    admit();
  }

  function receive(place: number, connection: Socket): void {
    // Who hangs up while it waits.
    connection.on('error', () => {});
    if (waiting.length >= MOST_WAITING) return void connection.destroy();
    waiting.push({ place, connection });
    admit();
  }

  const servers: Server[] = [];
  function close(): void {
    for (const server of servers) server.close();
    for (const { connection } of waiting.splice(0)) connection.destroy();
  }
  try {
    for (const [index, place] of places.entries()) {
      // Nothing of what a client says may be read here: it is for the worker.
      const server = createServer({ pauseOnConnect: true }, (socket) => receive(index, socket));
      servers.push(server);
      await listenAt(server, place);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { addresses: servers.map(addressOf), admit, close };
}

function addressOf(server: Server): AddressInfo | undefined {
  const address = server.address();
  return typeof address === 'string' || address === null ? undefined : address;
}
