import { useEffect, useRef } from "react";

export function SearchBox(props) {
  const input = useRef(null);
  useEffect(() => input.current.focus(), []);

  return <input ref={input} type="search" {...props} />;
}
