const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function poll(check, { every = 500, timeout = 10_000 } = {}) {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    const result = await check();
    if (result !== undefined) {
      return result;
    }
    await pause(every);
  }
  throw new Error(`no answer within ${timeout} ms`);
}

const image = await poll(async () => {
  const response = await fetch("/render/42");
  return response.status === 200 ? response.blob() : undefined;
});
