/** In the environment of a process that another one has started as its worker. */
export const WORKER_MARK = 'SYNTHETIC_EXPORTER_WORKER';
