/**
 * Asks one address as fast as it is answered, over a few kept-alive connections, and prints how many
 * there were and how many per second. Answers are counted by their size, which is the same for all, so that the load costs little itself.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 0.5;

const [, , address = '', seconds = '1', etag = ''] = process.argv;
const { hostname, port, pathname, host } = new URL(address);
const conditional = etag === '' ? '' : `If-None-Match: ${etag}\r\n`;
const question = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: identity\r\n${conditional}\r\n`;
const status = etag === '' ? ' 200 ' : ' 304 ';

let answered = 0;
const size = await sizeOfOne();
const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, open));
for (const socket of sockets) askAgainAndAgain(socket);

await pass(WARM_UP_SECONDS);
const [countBefore, timeBefore] = [answered, performance.now()];
await pass(Number(seconds));
const rate = ((answered - countBefore) * 1000) / (performance.now() - timeBefore);
// All that were answered, the warm-up among them: what the server's CPU time is divided by.
console.log(JSON.stringify({ rate, answered }));
process.exit(0);

function askAgainAndAgain(socket: Socket): void {
  let received = 0;
  socket.on('data', (chunk) => {
    if (received === 0 && !chunk.toString('latin1', 0, 15).includes(status)) {
      throw new Error(`not ${status.trim()}: ${chunk.toString('latin1', 0, 200)}`);
    }
    received += chunk.length;
    if (received < size) return;
    if (received > size) throw new Error(`an answer of another size than ${size}: counting would be wrong`);
    received = 0;
    answered += 1;
    socket.write(question);
  });
  socket.write(question);
}

/** The bytes of one whole answer: what comes before the connection is quiet, its length being as announced. */
async function sizeOfOne(): Promise<number> {
  const socket = await open();
  socket.write(question);
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1');
    const head = text.indexOf('\r\n\r\n') + 4;
    if (head < 4) continue;
    const length = etag === '' ? Number(/content-length: (\d+)/i.exec(text)?.[1]) : 0;
    if (text.length >= head + length) break;
  }
  return text.length;
}

async function open(): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

function pass(forSeconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forSeconds * 1000));
}
