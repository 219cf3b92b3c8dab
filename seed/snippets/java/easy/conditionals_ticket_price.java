static int ticketPrice(int age) {
    if (age < 6) return 0;
    return age < 18 ? 5 : 12;
}
