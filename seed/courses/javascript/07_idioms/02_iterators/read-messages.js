async function* messages(socket) {
  const waiting = [];
  let wake = () => {};
  socket.addEventListener("message", ({ data }) => {
    waiting.push(JSON.parse(data));
    wake();
  });
  socket.addEventListener("close", () => wake());
  while (waiting.length > 0 || socket.readyState <= WebSocket.OPEN) {
    if (waiting.length === 0) {
      await new Promise((resolve) => (wake = resolve));
    }
    yield* waiting.splice(0);
  }
}

for await (const message of messages(new WebSocket("/chat"))) {
  console.log(message.author, message.text);
}
