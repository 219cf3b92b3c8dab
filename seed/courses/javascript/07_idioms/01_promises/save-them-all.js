export async function saveAll(drafts, save) {
  const outcomes = await Promise.allSettled(drafts.map(save));
  const failed = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === "rejected") {
      failed.push({ draft: drafts[index], reason: outcome.reason });
    }
  }
  if (failed.length > 0) {
    const reasons = failed.map(({ reason }) => reason);
    throw new AggregateError(reasons, `${failed.length} were not saved`);
  }
  return outcomes.map(({ value }) => value);
}
