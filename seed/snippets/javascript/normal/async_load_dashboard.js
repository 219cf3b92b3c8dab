export async function loadDashboard(userId) {
  const [orders, messages] = await Promise.all(
    ["orders", "messages"].map(async (topic) => {
      const response = await fetch(`/api/users/${userId}/${topic}`);
      return response.json();
    }),
  );
  return { orders, messages };
}
