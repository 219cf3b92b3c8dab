async function loadForecast(city: string) {
  const [today, week] = await Promise.all([
    fetch(`/weather/${city}/today`),
    fetch(`/weather/${city}/week`),
  ]);
  return { today: await today.json(), week: await week.json() };
}
