// The minimum that a server of this kind must do: parse a key, compare it with the one due, acknowledge it.
import { WebSocketServer } from 'ws';
import { createServer } from 'node:http';

const [port, text] = process.argv.slice(2);
const keys = text
  .split('\n')
  .map((line) => line.trim())
  .join('\n');
const server = createServer((_, answer) => answer.end('ok'));
const sockets = new WebSocketServer({ server, path: '/ws/play', perMessageDeflate: false });
sockets.on('connection', (socket) => {
  let cursor = 0;
  let s = 0;
  let right = 0;
  socket.on('message', (data) => {
    const frame = JSON.parse(data);
    if (frame.t === 'hello') {
      socket.send(JSON.stringify({ t: 'welcome', s: 0, p: 0, at: 0, wave: { text } }));
      return;
    }
    if (frame.t !== 'k') return;
    for (const [, key] of frame.e) {
      s += 1;
      if (key !== keys[cursor]) continue;
      right += 1;
      cursor += 1;
      if (cursor < keys.length) continue;
      cursor = 0;
      socket.send(JSON.stringify({ t: 'wave', text }));
    }
    socket.send(JSON.stringify({ t: 'a', s, d: s, p: cursor, c: 1, hp: right }));
  });
});
server.listen(Number(port), '127.0.0.1');
