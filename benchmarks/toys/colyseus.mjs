// The toy game of bare_ws.mjs as a Colyseus 0.15 room, fifty players a room, with no synchronised state.
import colyseus from '@colyseus/core';
import transports from '@colyseus/ws-transport';
import { createServer } from 'node:http';

const [port, text] = process.argv.slice(2);
const keys = text
  .split('\n')
  .map((line) => line.trim())
  .join('\n');

class Typing extends colyseus.Room {
  maxClients = 50;

  onCreate() {
    this.setPatchRate(null);
    this.onMessage('k', (client, frame) => {
      const game = client.userData;
      for (const [, key] of frame.e) {
        game.s += 1;
        if (key !== keys[game.cursor]) continue;
        game.right += 1;
        game.cursor += 1;
        if (game.cursor < keys.length) continue;
        game.cursor = 0;
        client.send('w', JSON.stringify({ text }));
      }
      client.send('a', { s: game.s, d: game.s, p: game.cursor, c: 1, hp: game.right });
    });
  }

  onJoin(client) {
    client.userData = { cursor: 0, s: 0, right: 0 };
    client.send('h', JSON.stringify({ s: 0, p: 0, at: 0, text }));
  }
}

const server = createServer();
const game = new colyseus.Server({ transport: new transports.WebSocketTransport({ server }), greet: false });
game.define('typing', Typing);
await game.listen(Number(port), '127.0.0.1');
