import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { placeText } from '../src/net/place-text.ts';
import { observeTls, tlsMetrics } from '../src/net/tls-facts.ts';
import { defineProbe, failure } from '../src/probe.ts';
import { config } from './dns/config.ts';
import { linesOf } from './dns/debug.ts';
import { askByTcp, askByUdp, type Exchange } from './dns/exchange.ts';
import { judge } from './dns/judge.ts';
import { answerMetrics, observeAnswer } from './dns/metrics.ts';
import { writeQuestion } from './dns/question.ts';
import { target } from './dns/target.ts';
import { isTransport, TLS_OVER_UDP, unknownTransport } from './dns/transport.ts';
import { warningsOf } from './dns/warnings.ts';

const USUAL_PORT = 53;
const USUAL_TLS_PORT = 853;

export default defineProbe({
  name: 'dns',
  help: 'Asks a DNS server one question over UDP, TCP or TLS, and holds its answer against patterns.',
  target,
  config,
  phases: ['resolve', 'connect', 'request'],
  metrics: { ...lookUpMetrics, ...tlsMetrics, ...answerMetrics },
  warnings: (config) => [...warningsOf(config)],
  async run(context) {
    const { target, config, signal, network, enter, announce, observe, debug, show } = context;
    const { host, port = config.dns_over_tls ? USUAL_TLS_PORT : USUAL_PORT } = target;
    const { transport_protocol: transport, source_ip_address: localAddress } = config;
    announce('resolve', 'connect', 'request');
    observeAnswer(observe, undefined, config);
    if (!isTransport(transport)) throw failure('internal', unknownTransport(transport));
    enter('resolve', host);
    const { address } = await lookUp(context, host, config);
    if (config.dns_over_tls && transport === 'udp') throw failure('internal', TLS_OVER_UDP);
    enter('connect', `${placeText(address, port)} by ${transport}`);
    const question = writeQuestion(config);
    const { query_name, query_class, query_type } = config;
    const asked = `${query_name} ${query_class} ${query_type}`;
    debug(`asking ${address} port ${port} by ${transport}: ${asked}`);
    const exchange: Exchange = {
      network,
      destination: { address, port, localAddress },
      signal,
      question,
      onConnected() {
        enter('request', asked);
        show({ kind: 'sent', text: asked });
      },
      show,
    };
    const tls = {
      config: config.tls_config,
      serverName: config.tls_config.server_name ?? host,
      onFacts: observeTls.bind(undefined, observe),
      show,
    };
    const ask = transport === 'udp' ? askByUdp : askByTcp;
    const message = await ask(exchange, config.dns_over_tls ? tls : undefined);
    observeAnswer(observe, message, config);
    for (const line of linesOf(message)) debug(line);
    await judge(message, config, signal);
  },
});
