double price = 80;
if (price > 50 && isMember) {
    price *= 0.9;
}
