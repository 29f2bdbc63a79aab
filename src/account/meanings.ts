import type { Reason } from '../failure.ts';

/** What each reason means, for somebody who reads it for the first time at night. */
export const MEANINGS: Readonly<Record<Reason, string>> = {
  timeout:
    'There was no verdict in time: the target, or something on the way to it, took too long.',
  canceled: 'The run was given up before there was a verdict. That says nothing about the target.',
  resolve: 'The name of the target could not be turned into an address.',
  refused: 'The machine is there, but nothing listens at this address and port.',
  unreachable: 'There is no way through the network to this address.',
  reset: 'The connection was there, and the target or something on the way cut it off.',
  tls: 'No secure connection came about: the certificate or the handshake was found wanting.',
  protocol: 'What came is not the protocol that was expected here.',
  status: 'The target answered, and its answer says that it is not well.',
  content: 'The target answered, but not with what the configuration wants to see.',
  payload: 'The target answered, but what it sent cannot be read.',
  blocked: 'The exporter’s own guard forbids this address. That says nothing about the target.',
  internal:
    'The exporter itself, or its configuration, is at fault. That says nothing about the target.',
};
