import { useEffect, useEffectEvent, useState } from "react";

export function useSocket(url, onMessage) {
  const [open, setOpen] = useState(false);
  const receive = useEffectEvent(({ data }) => onMessage(JSON.parse(data)));

  useEffect(() => {
    let [socket, timer, tries] = [null, 0, 0];
    const connect = () => {
      socket = new WebSocket(url);
      socket.onmessage = (event) => receive(event);
      socket.onopen = () => {
        tries = 0;
        setOpen(true);
      };
      socket.onclose = () => {
        setOpen(false);
        timer = setTimeout(connect, Math.min(2 ** tries++ * 250, 30_000));
      };
    };
    connect();
    return () => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
    };
  }, [url]);
  return open;
}
