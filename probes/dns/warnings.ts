import { ipWarnings } from '../../src/net/choose.ts';
import { sourceAddressWarnings } from '../../src/net/source-address.ts';
import { tlsWarnings } from '../../src/net/tls-schema.ts';
import type { Config, Validator } from './config.ts';
import { writeName } from './name.ts';
import { unaskable } from './question.ts';
import { RCODES, unknownRcode } from './rcodes.ts';
import { isTransport, TLS_OVER_UDP, unknownTransport } from './transport.ts';

/** What blackbox_exporter takes when it loads and stumbles over in every run, and what is not what its name says. */
export function* warningsOf(config: Config): Generator<string> {
  const { source_ip_address, transport_protocol, valid_rcodes, query_name } = config;
  yield* ipWarnings(config);
  yield* sourceAddressWarnings(source_ip_address);
  yield* tlsWarnings(config.tls_config);
  if (!isTransport(transport_protocol))
    yield `transport_protocol: ${unknownTransport(transport_protocol)}`;
  else if (config.dns_over_tls && transport_protocol === 'udp')
    yield `dns_over_tls: ${TLS_OVER_UDP}`;
  if (writeName(query_name) === undefined) yield `query_name: ${unaskable(query_name)}`;
  if (valid_rcodes.length === 0) yield 'valid_rcodes: none is valid, so every run fails';
  for (const name of valid_rcodes)
    if (!RCODES.has(name)) yield `valid_rcodes: ${unknownRcode(name)}`;
  for (const section of ['answer', 'authority', 'additional'] as const) {
    const key = `validate_${section}_rrs` as const;
    for (const warning of validatorWarnings(config[key])) yield `${key}: ${warning}`;
  }
}

function* validatorWarnings(validator: Validator): Generator<string> {
  const { fail_if_all_match_means: meaning, ...lists } = validator;
  for (const { fault } of Object.values(lists).flat())
    if (fault !== '') yield `${fault}, so any record fails the run`;
  if (lists.fail_if_all_match_regexp.length === 0 || meaning !== undefined) return;
  yield 'fail_if_all_match_regexp fails the run when NOT all records match, against its name: ' +
    'say fail_if_all_match_means: not_all if that is meant, or all';
}
