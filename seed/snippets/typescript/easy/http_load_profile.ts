async function loadProfile(): Promise<string> {
  const response = await fetch("/account/profile");
  return response.text();
}
