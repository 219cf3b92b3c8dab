type Result<T> = { ok: true; value: T } | { ok: false; error: Error };

function attempt<T>(task: () => T): Result<T> {
  try {
    return { ok: true, value: task() };
  } catch (thrown) {
    return { ok: false, error: new Error("failed", { cause: thrown }) };
  }
}
