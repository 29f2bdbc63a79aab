import { parentPort, workerData } from 'node:worker_threads';
import { parseText } from './document.ts';
import { emptied } from './tree.ts';
import { piecesOf } from './tree-pieces.ts';

// Parses the text that it was started with. Says what came of it, then a piece of its tree for each message.

if (parentPort !== null && typeof workerData === 'string') {
  const port = parentPort;
  const { root, ...parsed } = parseText(workerData);
  const pieces = piecesOf(root);
  port.on('message', () => {
    const { value } = pieces.next();
    port.postMessage(value, []);
  });
  port.postMessage({ ...parsed, root: emptied(root) }, []);
}
