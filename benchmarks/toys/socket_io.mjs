// The toy game of bare_ws.mjs inside socket.io 4, over its WebSocket transport alone.
import { Server } from 'socket.io';
import { createServer } from 'node:http';

const [port, text] = process.argv.slice(2);
const keys = text
  .split('\n')
  .map((line) => line.trim())
  .join('\n');
const server = createServer((_, answer) => answer.end('ok'));
const sockets = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
sockets.on('connection', (socket) => {
  let cursor = 0;
  let s = 0;
  let right = 0;
  socket.on('hello', () => socket.emit('welcome', { s: 0, p: 0, at: 0, wave: { text } }));
  socket.on('k', (frame) => {
    for (const [, key] of frame.e) {
      s += 1;
      if (key !== keys[cursor]) continue;
      right += 1;
      cursor += 1;
      if (cursor < keys.length) continue;
      cursor = 0;
      socket.emit('wave', { text });
    }
    socket.emit('a', { s, d: s, p: cursor, c: 1, hp: right });
  });
});
server.listen(Number(port), '127.0.0.1');
