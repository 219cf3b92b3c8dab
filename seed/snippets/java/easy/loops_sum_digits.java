int sum = 0;
for (int rest = 90210; rest > 0; rest /= 10) {
    sum += rest % 10;
}
