static int absolute(int number) {
    return number < 0 ? -number : number;
}
