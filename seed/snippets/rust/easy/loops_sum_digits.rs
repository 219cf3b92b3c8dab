let (mut rest, mut sum) = (90210, 0);
while rest > 0 {
    sum += rest % 10;
    rest /= 10;
}
