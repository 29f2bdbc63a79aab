import type { Place } from '../../src/net/place.ts';
import type { ProbeContext } from '../../src/probe.ts';
import type { Config } from './config.ts';
import type { metrics } from './metrics.ts';

export type Context = ProbeContext<Place, Config, typeof metrics, Phase>;
type Phase = 'resolve' | 'connect' | 'tls' | 'processing' | 'transfer';
