import { useEffect, useState } from "react";

export function useJob(id, everyMs = 1500) {
  const [job, setJob] = useState(null);
  useEffect(() => {
    const timer = setInterval(async () => {
      const answer = await fetch(`/api/jobs/${id}`);
      const latest = await answer.json();
      setJob(latest);
      if (latest.progress === 1) clearInterval(timer);
    }, everyMs);
    return () => clearInterval(timer);
  }, [id, everyMs]);
  return job?.id === id ? job : null;
}
