export function createScheduler(budgetMs = 8) {
  const jobs = new Set();
  let frame = null;

  function runSlice(startedAt) {
    frame = null;
    for (const job of jobs) {
      if (job.next().done) {
        jobs.delete(job);
      }
      if (performance.now() - startedAt >= budgetMs) {
        break;
      }
    }
    if (jobs.size > 0) {
      frame ??= requestAnimationFrame(runSlice);
    }
  }

  return (task, ...args) => {
    const job = task(...args);
    jobs.add(job);
    frame ??= requestAnimationFrame(runSlice);
    return () => jobs.delete(job);
  };
}
