static void sort(int[] cards) {
    for (int next = 1; next < cards.length; next++) {
        int card = cards[next], at = next;
        while (at > 0 && cards[at - 1] > card) {
            cards[at] = cards[--at];
        }
        cards[at] = card;
    }
}
