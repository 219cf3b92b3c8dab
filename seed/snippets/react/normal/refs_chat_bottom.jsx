import { useLayoutEffect, useRef } from "react";

export function useStickToBottom(messages) {
  const list = useRef(null);
  useLayoutEffect(() => {
    list.current.scrollTop = list.current.scrollHeight;
  }, [messages]);
  return list;
}
