import { z } from 'zod';
import { ipWarnings } from '../src/net/choose.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { sourceAddressWarnings } from '../src/net/source-address.ts';
import { defineProbe } from '../src/probe.ts';
import { ask } from './icmp/ask.ts';
import { config, payloadWarnings } from './icmp/config.ts';
import { echo as echoOf } from './icmp/echo.ts';
import { replyFacts, requestFacts } from './icmp/facts.ts';
import { loadLibc } from './icmp/libc.ts';
import { hopLimit } from './icmp/reply.ts';
import { openSocket } from './icmp/socket.ts';
import { socketAddress } from './icmp/socket-address.ts';

export default defineProbe({
  name: 'icmp',
  help: 'Sends one ICMP echo request, a ping, and waits for the reply to it.',
  // Any text: what is neither an address nor a name does not resolve.
  target: z.string().min(1, 'want a host name or an IP address'),
  config,
  phases: ['resolve', 'setup', 'rtt'],
  metrics: {
    ...lookUpMetrics,
    probe_icmp_reply_hop_limit: {
      type: 'gauge',
      help: 'The hop limit of the reply, on IPv4 its time to live, as it arrived.',
    },
  },
  warnings: (config) => [
    ...ipWarnings(config),
    ...sourceAddressWarnings(config.source_ip_address),
    ...payloadWarnings(config.payload_size),
  ],
  async run(context) {
    const { target, config, signal, network, attempt, announce, observe, debug, show } = context;
    announce('resolve', 'setup', 'rtt');
    attempt('resolve', target);
    const { address } = await lookUp(context, target, config);
    debug(`${target} is ${address}`);
    attempt('setup', 'a socket for ICMP');
    network.permit(address);
    const libc = await loadLibc();
    signal.throwIfAborted();
    const { family, packed } = socketAddress(address, libc.interfaceIndex);
    const echo = echoOf(family, config.payload_size);
    const socket = openSocket(libc, echo, { config, address, debug });
    try {
      attempt('rtt', address);
      show(requestFacts(echo, address));
      const reply = await ask({ libc, socket, echo, peer: { address, packed }, signal });
      const hops = hopLimit(reply, family);
      show(replyFacts(reply, echo, hops));
      if (hops !== undefined) observe('probe_icmp_reply_hop_limit', hops);
    } finally {
      libc.close(socket.descriptor);
    }
  },
});
