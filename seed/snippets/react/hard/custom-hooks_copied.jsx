import { useState } from "react";

export function useClipboard(resetMs = 2000) {
  const [status, setStatus] = useState("idle");
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      setStatus("copied");
      setTimeout(() => setStatus("idle"), resetMs);
    } catch {
      setStatus("failed");
    }
  }
  return { copy, status };
}
