/** The thread in which deliveries are read: whatever one does to it, the server goes on. */
import { parentPort } from 'node:worker_threads';
import { readDelivery } from './formats/formats.ts';
import { UnreadableWire } from './wire-item.ts';
import type { WireAnswer, WireRequest } from './read-wire.ts';

parentPort?.on('message', (request: WireRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage('ready');

function answer({ bytes, contentType, dialect }: WireRequest): WireAnswer {
  try {
    return { reading: readDelivery(bytes, contentType, dialect) };
  } catch (error) {
    if (error instanceof UnreadableWire) {
      const { type, message, problems } = error;
      return { unreadable: { type, message, problems } };
    }
    // A fault of ours; the delivery must not come back for ever because of it.
    const why = error instanceof Error ? error.message : String(error);
    return { unreadable: { type: 'failed', message: `The reader failed: ${why}.`, problems: [] } };
  }
}
