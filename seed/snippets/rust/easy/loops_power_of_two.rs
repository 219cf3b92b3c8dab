let mut power = 1;
while power < 1000 {
    power *= 2;
}
