import { parentPort, workerData } from 'node:worker_threads';
import { type Masked, shownText } from './shown.ts';

// Says what is shown of the text that it was started with.

parentPort?.postMessage(shownText(workerData as Masked), []);
