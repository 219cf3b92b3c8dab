export async function retry(task, attempts = 3) {
  try {
    return await task();
  } catch (error) {
    if (attempts <= 1) throw error;
    return retry(task, attempts - 1);
  }
}
