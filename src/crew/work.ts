import type { Server, Socket } from 'node:net';
import type { Primary } from '../commands/command.ts';
import type { Exporter } from '../exporter.ts';
import type { Local } from '../http/local.ts';
import type { Entrance } from '../http/place.ts';
import { peerAnswers } from './answers.ts';
import { channelToPrimary } from './channel.ts';
import { createDesk, type Desk } from './desk.ts';
import { createHearsay, type Hearsay } from './hearsay.ts';
import { createLine } from './line.ts';
import type { Seat } from './seat.ts';
import { takeSeat } from './take-seat.ts';
import type { CrewState, PrimaryTopics, StartOrder, WorkerTopics } from './topics.ts';

/** Makes an exporter as a worker is to have it. */
export type Launch = (
  seat: Seat & { readonly entrances: readonly Entrance[] },
) => Promise<Exporter>;

interface Working {
  readonly desk: Desk;
  readonly hearsay: Hearsay;
  readonly exporter: Exporter;
}

/** Does what the primary says until it says that this was all. Should the primary end, so does this process. */
export async function work(primary: Primary, launch: Launch): Promise<void> {
  const joined = Promise.withResolvers<Local>();
  const drained = Promise.withResolvers<undefined>();
  const othersDone = Promise.withResolvers<undefined>();
  const closed = Promise.withResolvers<void>();
  const servers = new Map<number, Server>();
  let state: CrewState | undefined;
  let working: Promise<Working> | undefined;

  async function begin(order: StartOrder): Promise<Working> {
    const reload = (): Promise<readonly string[]> => line.ask('reload', undefined);
    const desk = createDesk({ text: order.text, reload });
    const stateNow = (): CrewState => state ?? order.state;
    const successes = () => stateNow().discovered;
    const hearsay = createHearsay({ found: order.found, successes });
    const seat = takeSeat({
      order,
      line,
      desk,
      hearOf: hearsay.finder,
      state: stateNow,
      onJoin: joined.resolve,
      othersDone() {
        drained.resolve(undefined);
        return othersDone.promise;
      },
    });
    const entrances = order.addresses.map((address, place) => ({
      address,
      lead(server: Server) {
        servers.set(place, server);
        // From then on it looks after connections that send their request too slowly.
        server.emit('listening');
      },
    }));
    return { desk, hearsay, exporter: await launch({ ...seat, entrances }) };
  }

  function atWork(): Promise<Working> {
    if (working === undefined) throw new Error('BUG: this worker was not told to start');
    return working;
  }

  const { post, listen } = channelToPrimary(primary);
  const line = createLine<PrimaryTopics, WorkerTopics>('the primary', post, {
    ...peerAnswers(() => joined.promise),
    async start(order) {
      working = begin(order);
      const { desk, exporter } = await working;
      return { urls: exporter.urls, checked: desk.first() };
    },
    prepare: async (text) => (await atWork()).desk.prepare(text),
    async settle(settlement) {
      ({ state } = settlement);
      const { desk, hearsay } = await atWork();
      hearsay.hear(settlement.found);
      await desk.settle(settlement.verdict);
      return undefined;
    },
    async discovered(found) {
      (await atWork()).hearsay.hearOfChange(found);
      return undefined;
    },
    news(now) {
      state = now;
      return undefined;
    },
    async drain() {
      const { exporter } = await atWork();
      void exporter.close().then(closed.resolve);
      return drained.promise;
    },
    leave() {
      othersDone.resolve(undefined);
      return undefined;
    },
  });
  listen((frame, connection) => {
    if (frame.kind !== 'visitor') return line.receive(frame);
    post({ kind: 'welcome' });
    if (connection !== undefined) welcome(connection, servers.get(frame.place));
  });
  await closed.promise;
}

/** As the server would have made it, had it listened itself. */
function welcome(connection: Socket, server: Server | undefined): void {
  connection.allowHalfOpen = true;
  connection.setNoDelay(true);
  if (server === undefined) connection.destroy();
  else server.emit('connection', connection);
}
