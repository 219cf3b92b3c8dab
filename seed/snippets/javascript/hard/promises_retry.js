const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function retry(task, { attempts = 3, delayMs = 200 } = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      if (attempt >= attempts) {
        throw new Error(`Gave up after ${attempt} tries`, { cause: error });
      }
      await sleep(delayMs * 2 ** (attempt - 1));
    }
  }
}
