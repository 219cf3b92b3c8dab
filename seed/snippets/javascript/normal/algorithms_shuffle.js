export function shuffle(deck) {
  const cards = [...deck];
  for (let last = cards.length - 1; last > 0; last--) {
    const pick = Math.floor(Math.random() * (last + 1));
    [cards[last], cards[pick]] = [cards[pick], cards[last]];
  }
  return cards;
}
