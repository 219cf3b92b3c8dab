async function loadUser(id) {
  const response = await fetch(`/api/users/${id}`);
  if (!response.ok) {
    throw new Error(`User ${id}: HTTP ${response.status}`);
  }
  return response.json();
}
